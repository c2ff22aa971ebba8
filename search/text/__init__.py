"""Reading texts: characters, languages, words, sentences, links; no model and no facts."""
