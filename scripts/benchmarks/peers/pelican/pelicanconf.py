AUTHOR = "Redactie"
SITENAME = "Vereniging"
SITEURL = "https://example.org"
PATH = "content"
OUTPUT_PATH = "site"
THEME = "simple"
TIMEZONE = "Europe/Amsterdam"
DEFAULT_LANG = "nl"
ARTICLE_PATHS = ["artikelen"]
STATIC_PATHS = ["media"]
ARTICLE_URL = "artikelen/{date:%Y}/{slug}/"
ARTICLE_SAVE_AS = "artikelen/{date:%Y}/{slug}/index.html"
DEFAULT_PAGINATION = 20
FEED_ALL_RSS = "feeds/all.rss.xml"
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
FEED_MAX_ITEMS = 20
DELETE_OUTPUT_DIRECTORY = False
CACHE_PATH = ".cache"
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.admonition": {},
        "markdown.extensions.attr_list": {},
        "markdown.extensions.footnotes": {},
        "markdown.extensions.md_in_html": {},
        "markdown.extensions.tables": {},
        "markdown.extensions.toc": {"permalink": True},
    },
    "output_format": "html5",
}
