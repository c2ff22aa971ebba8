"""Readers who wish to be told by mail: their sealed addresses, and the letters to them.

`keys`, `sealing`, `contacts` and `answers` are for every process. `opening` reads the private key, for `letters` and
`rotating`: the process for readers has no line of these three.
"""
