"""Search without a server: documents of entries (`documents`), and the files of the index (`files`)."""
