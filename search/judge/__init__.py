"""The learned judge: whether two sentences say the same, read together by the encoder's first layers."""
