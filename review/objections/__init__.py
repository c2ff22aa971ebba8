"""The desk's side of objections: their queue, who may answer them, and the answers."""
