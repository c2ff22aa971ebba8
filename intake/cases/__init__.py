"""The cases that reports become: opened, joined, merged, settled, and given suggestions."""
