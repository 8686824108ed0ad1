"""Files under ``media/``: is each what its name says, and fit for everyone?"""
