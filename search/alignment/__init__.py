"""Two sentences laid word against word: what is the same in another form, and what says something else.

`alignment` lays a post against a claim. `reading` makes sentences and units of them, with `phrases`, `abbreviations`
and `spelling` in one form; `pairing` finds each word of one in the other, with what `lexicon` knows of single words;
`differences` tells what is left, a kind in each file, and `additions` what the post says beside the claim. The words
themselves stand in `data/own`, for people to read and mend, and in `data/published`.
"""
