"""Help for whoever reads or writes something that is too much to bear: lines to call, and words that ask for them."""
