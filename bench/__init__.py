"""Measurements that anybody can repeat; each prints its figures and, with --json, one JSON object."""
