"""Loading: text of files -> plain values, with places for whatever is wrong."""
