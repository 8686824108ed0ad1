"""What makes a build fast: it changes how much is made, and never what.

- ``workers``: a list of work, shared between processes.
- ``store``: what a build keeps for the next one, in ``.cache/``; safe to delete.
- ``fingerprint``: the digests that tell whether something is still the same.
- ``reading``: texts that were read and laid out before are not read and laid out again; ``memory``
  is how that is kept, and ``later`` lets the texts themselves stay in their files.
- ``views``: which items a page shows is not worked out again where only texts changed.
- ``tree``: of a site only the files are made whose key is another one than that of the file there;
  ``trees``: the two folders that take turns at that.

Without anything kept, everything is made: there is one way through the code, not two.
"""
