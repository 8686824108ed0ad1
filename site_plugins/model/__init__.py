"""What exists: the nouns of the association, free of files and of MkDocs.

Everything here is immutable and stands on the standard library.
"""
