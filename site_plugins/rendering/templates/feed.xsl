<?xml version="1.0" encoding="UTF-8"?>
{# What browsers that know XSLT make of a feed (RSS 2.0 and Atom): a page that explains it. -#}
<xsl:stylesheet version="1.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:atom="http://www.w3.org/2005/Atom"
  xmlns:fh="http://purl.org/syndication/history/1.0"
  xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
  exclude-result-prefixes="atom fh itunes">
<xsl:output method="html" encoding="UTF-8" doctype-system="about:legacy-compat"/>

<xsl:variable name="feed" select="/rss/channel | /atom:feed"/>
<xsl:variable name="podcast" select="boolean($feed/itunes:category)"/>
<xsl:variable name="archive" select="boolean($feed/fh:archive)"/>

<xsl:template match="/">
<html lang="nl">
<head>
<title><xsl:value-of select="$feed/title | $feed/atom:title"/></title>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<link rel="icon" href="{{ ("/" + assets["assets/favicon.svg"]) | url }}" type="image/svg+xml"/>
<link rel="stylesheet" href="{{ ("/" + assets["assets/site.css"]) | url }}"/>
</head>
<body>
<header class="masthead">
<div class="wrap masthead-bar"><a class="brand" href="{{ "/" | url }}">Centrum voor <b>Lokaal Bestuur</b></a></div>
</header>
<main class="wrap content">
<header class="page-head">
<p class="kicker">
<xsl:choose>
<xsl:when test="$archive">Archief van een feed</xsl:when>
<xsl:when test="$podcast">Podcast</xsl:when>
<xsl:otherwise>Feed</xsl:otherwise>
</xsl:choose>
</p>
<h1><xsl:value-of select="$feed/title | $feed/atom:title"/></h1>
<p class="lead"><xsl:value-of select="$feed/description | $feed/atom:subtitle"/></p>
</header>
<div class="notice notice-strong">
<xsl:choose>
<xsl:when test="$archive">
<p>Dit is een archief. Je feedlezer haalt hier oudere stukken op. <a href="{$feed/atom:link[@rel='current']/@href}">Naar de feed zelf</a></p>
</xsl:when>
<xsl:otherwise>
<p>
<xsl:choose>
<xsl:when test="$podcast"><b>Dit is de feed van een podcast.</b> Kopieer het adres naar je podcast-app. Dan komt elke nieuwe aflevering vanzelf binnen.</xsl:when>
<xsl:otherwise><b>Dit is een feed.</b> Kopieer het adres naar je feedlezer. Dan komt elk nieuw stuk vanzelf binnen, zonder dat je je mailadres hoeft te geven.</xsl:otherwise>
</xsl:choose>
</p>
<p class="feed-address"><code><xsl:value-of select="$feed/atom:link[@rel='self']/@href"/></code></p>
</xsl:otherwise>
</xsl:choose>
<p><a href="{{ "/over/volg-ons/" | url }}">Zo werkt het: alle manieren om ons te volgen</a></p>
</div>
<section class="block">
<div class="head">
<h2>
<xsl:choose>
<xsl:when test="$archive">Wat hierin staat</xsl:when>
<xsl:otherwise>Het nieuwste</xsl:otherwise>
</xsl:choose>
</h2>
</div>
<xsl:if test="not($feed/item | $feed/atom:entry)"><p class="empty">Hier staat nog niets.</p></xsl:if>
<ol class="stream"><xsl:apply-templates select="$feed/item | $feed/atom:entry"/></ol>
<xsl:for-each select="$feed/atom:link[@rel='prev-archive']">
<p><a class="more" href="{@href}">Oudere stukken</a></p>
</xsl:for-each>
</section>
</main>
</body>
</html>
</xsl:template>

<xsl:template match="item">
<xsl:call-template name="entry">
<xsl:with-param name="href" select="link"/>
<xsl:with-param name="title" select="title"/>
<xsl:with-param name="day" select="number(substring(pubDate, 6, 2))"/>
<xsl:with-param name="month" select="substring(pubDate, 9, 3)"/>
<xsl:with-param name="year" select="substring(pubDate, 13, 4)"/>
<xsl:with-param name="text"><xsl:call-template name="plain"><xsl:with-param name="text" select="description"/></xsl:call-template></xsl:with-param>
</xsl:call-template>
</xsl:template>

<xsl:template match="atom:entry">
<xsl:variable name="moment" select="atom:published"/>
<xsl:call-template name="entry">
<xsl:with-param name="href" select="atom:link[@rel='alternate']/@href"/>
<xsl:with-param name="title" select="atom:title"/>
<xsl:with-param name="day" select="number(substring($moment, 9, 2))"/>
<xsl:with-param name="month" select="substring($moment, 6, 2)"/>
<xsl:with-param name="year" select="substring($moment, 1, 4)"/>
<xsl:with-param name="text" select="atom:summary[not(@type) or @type='text']"/>
</xsl:call-template>
</xsl:template>

<xsl:variable name="months"> Jan=01=januari. Feb=02=februari. Mar=03=maart. Apr=04=april. May=05=mei. Jun=06=juni. Jul=07=juli. Aug=08=augustus. Sep=09=september. Oct=10=oktober. Nov=11=november. Dec=12=december.</xsl:variable>

<xsl:template name="entry">
<xsl:param name="href"/>
<xsl:param name="title"/>
<xsl:param name="day"/>
<xsl:param name="month"/>
<xsl:param name="year"/>
<xsl:param name="text"/>
<xsl:variable name="found" select="substring-before(substring-after($months, concat($month, '=')), '.')"/>
<li class="card">
<h3 class="card-title"><a href="{$href}"><xsl:value-of select="$title"/></a></h3>
<p class="card-text"><xsl:value-of select="$text"/></p>
<xsl:if test="$year != ''"><p class="meta"><xsl:value-of select="concat($day, ' ')"/><xsl:choose>
<xsl:when test="contains($found, '=')"><xsl:value-of select="substring-after($found, '=')"/></xsl:when>
<xsl:otherwise><xsl:value-of select="$found"/></xsl:otherwise>
</xsl:choose><xsl:value-of select="concat(' ', $year)"/></p></xsl:if>
</li>
</xsl:template>

{# A description in RSS is HTML, so what it says as text is escaped twice there. -#}
<xsl:template name="plain">
<xsl:param name="text"/>
<xsl:choose>
<xsl:when test="contains($text, '&amp;lt;')"><xsl:call-template name="plain"><xsl:with-param name="text" select="concat(substring-before($text, '&amp;lt;'), '&lt;', substring-after($text, '&amp;lt;'))"/></xsl:call-template></xsl:when>
<xsl:when test="contains($text, '&amp;gt;')"><xsl:call-template name="plain"><xsl:with-param name="text" select="concat(substring-before($text, '&amp;gt;'), '&gt;', substring-after($text, '&amp;gt;'))"/></xsl:call-template></xsl:when>
<xsl:when test="contains($text, '&amp;amp;')"><xsl:value-of select="substring-before($text, '&amp;amp;')"/>&amp;<xsl:call-template name="plain"><xsl:with-param name="text" select="substring-after($text, '&amp;amp;')"/></xsl:call-template></xsl:when>
<xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
</xsl:choose>
</xsl:template>
</xsl:stylesheet>
