"""The tables of reports and cases."""
