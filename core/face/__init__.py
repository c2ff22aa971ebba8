"""The face of an installation: its name, logo, accent colour and contact, and the serif of its headings."""
