"""What only a preview shows around the pages: the bar, the problems, and its own pages.

Nothing of this is in a build: ``plugins.preview`` adds it to what a server answers.
"""
