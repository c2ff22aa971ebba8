"""What every page stands on: the gate, limits, headers, errors, language."""
