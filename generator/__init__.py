"""Static-site generator for the public disclosure (政务公开) of a tax bureau."""

__version__ = "0.2.0"
