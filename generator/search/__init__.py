"""Search without a server: what is found of each entry (`documents`), and the files of the index (`files`)."""
