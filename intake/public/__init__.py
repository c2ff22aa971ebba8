"""The doors for the public: form, receipt, status, and the interface for programs."""
