"""What editors call each key, and what to fill in: for messages, forms, schemas and new files.

Keys in the files are English, as MkDocs and Hugo have them; editors read these Dutch names. A
part of a block is ``image.alt``. Where a key means something else in one kind, that kind's entry
(``motiebank/status``) goes before the general one.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Label(NamedTuple):
    """A Dutch name for a key, and a hint of one or two sentences on what to fill in."""

    name: str
    hint: str = ""


_DATE = "Een dag, of een dag met een tijd: 2026-11-22 of 2026-11-22 19:30."
_OF_PERSON = "De bestandsnaam uit mensen/, of een naam met een functie."

LABELS: dict[str, Label] = {
    "title": Label("Titel", "Kort en duidelijk, hoogstens 90 tekens."),
    "description": Label(
        "Samenvatting",
        "Waar het over gaat, in een of twee zinnen. Staat in lijsten, feeds en de mail.",
    ),
    "date": Label(
        "Datum",
        "Vanaf dan staat het op de site. Een datum in de toekomst mag: dan verschijnt het vanzelf.",
    ),
    "updated": Label("Bijgewerkt", "Wanneer de tekst voor het laatst echt is veranderd."),
    "expires": Label("Verloopt", "Vanaf dan staat het niet meer op de site."),
    "draft": Label("Concept", "Zolang dit aan staat, komt het niet op de site."),
    "slug": Label(
        "Adres",
        "Het laatste deel van het webadres. Meestal hoeft dit niet: dan is het de bestandsnaam.",
    ),
    "id": Label("Kenmerk", "Hieraan herkennen feeds en kalenders het stuk. Verander dit nooit."),
    "topics": Label("Onderwerpen", "Een of meer namen uit de map onderwerpen/."),
    "audiences": Label("Doelgroepen", "Voor wie het is: namen uit de map doelgroepen/."),
    "layers": Label("Bestuurslagen", "Voor welke bestuurslagen het is."),
    "image": Label("Afbeelding", "Een foto of tekening, met een beschrijving en de maker."),
    "image.src": Label("Bestand", "Een bestand uit de map media/."),
    "image.alt": Label(
        "Beschrijving", "Wat er te zien is, voor wie de foto niet ziet. Niet de bestandsnaam."
    ),
    "image.credit": Label("Maker", "Wie de foto of tekening maakte."),
    "image.caption": Label("Bijschrift", "Een zin onder de foto. Hoeft niet."),
    "aliases": Label("Oude adressen", "Adressen waar dit stuk eerder stond. Ze blijven werken."),
    "related": Label("Zie ook", "Andere stukken die hierbij horen."),
    "sources": Label("Bronnen", "Waar de feiten en cijfers vandaan komen."),
    "sources.title": Label("Bron", "De naam van de bron."),
    "sources.url": Label("Webadres", "Waar de bron te vinden is."),
    "sources.year": Label("Jaar", "Het jaar waarin de bron verscheen."),
    "due": Label(
        "Beloften", "Wat de tekst belooft, en wanneer dat klaar moet zijn. Staat niet op de site."
    ),
    "due.date": Label("Uiterlijk", "De dag waarop het klaar moet zijn."),
    "due.promise": Label("Belofte", "Wat er dan gedaan is."),
    "planning": Label("Planning", "Alleen voor de redactie. Staat nooit op de site."),
    "planning.assignee": Label("Wie", "Wie het maakt."),
    "planning.deadline": Label("Inleveren", "De dag waarop het binnen moet zijn."),
    "planning.status": Label(
        "Stand", "Hoe ver het is: idee, opdracht, binnen, geredigeerd of klaar."
    ),
    "public": Label(
        "Mag openbaar", "Telefoonnummers, mailadressen en bestanden die echt voor iedereen zijn."
    ),
    "tekst": Label("Tekst", "Het stuk zelf. Een tussenkop begint met ##."),
    # Artikelen
    "genre": Label("Rubriek", "Wat voor stuk het is, bijvoorbeeld nieuws, interview of column."),
    "chapeau": Label("Inleiding", "Een of twee zinnen boven het stuk, groter gezet."),
    "series": Label("Reeks", "De reeks waar dit een deel van is."),
    "authors": Label("Auteurs", _OF_PERSON),
    "authors.name": Label("Naam", "Voornaam en achternaam van een gast."),
    "authors.role": Label("Functie", "Wat de gast doet, bijvoorbeeld raadslid."),
    "networks": Label("Netwerken", "Namen uit de map netwerken/."),
    "regions": Label("Regio’s", "Namen uit de map afgehaakt/."),
    "guides": Label("Handreikingen", "Namen uit de map handreikingen/."),
    "sidebars": Label("Kaders", "Blokjes tekst naast het stuk."),
    "sidebars.title": Label("Kop", "De kop boven het kader."),
    "sidebars.text": Label("Tekst", "De tekst van het kader."),
    "audio": Label("Geluid", "De aflevering van een podcast."),
    "audio.src": Label("Bestand", "Een geluidsbestand uit media/, of het webadres ervan."),
    "audio.file": Label("Bestand", "Een geluidsbestand uit media/."),
    "audio.url": Label("Webadres", "Het webadres van het geluid."),
    "audio.length": Label("Grootte", "In bytes. Alleen nodig bij een webadres."),
    "audio.duration": Label("Duur", "Minuten en seconden: 24:30."),
    "audio.transcript": Label("Uitgeschreven tekst", "Een tekstbestand uit media/."),
    "audio.chapters": Label("Hoofdstukken", "Waar in de aflevering iets begint."),
    "audio.chapters.start": Label("Begint op", "Minuten en seconden: 12:30."),
    "audio.chapters.title": Label("Titel", "Waar dit deel over gaat."),
    "audio.chapters.url": Label("Webadres", "Een adres dat bij dit deel hoort. Hoeft niet."),
    "sponsor": Label("Afzender", "Wie voor de advertorial betaalt."),
    "sponsor.name": Label("Naam", "Zoals de afzender zich noemt."),
    "sponsor.url": Label("Webadres", "De site van de afzender. Hoeft niet."),
    # Agenda
    "start": Label("Begin", _DATE),
    "end": Label("Einde", "Een dag, of een dag met een tijd."),
    "all_day": Label("Hele dag", "Zonder tijden in de kalender."),
    "sessions": Label("Dagdelen", "Voor een bijeenkomst op meer dagen, elk met eigen tijden."),
    "sessions.start": Label("Begin", _DATE),
    "sessions.end": Label("Einde", "Een dag, of een dag met een tijd."),
    "agenda/period": Label("Periode", "Als de dag nog niet vaststaat: voorjaar 2027."),
    "repeat": Label("Herhaling", "In woorden: elke eerste vrijdag van de maand."),
    "except": Label("Behalve", "Dagen waarop het niet is. Of: feestdagen."),
    "cancelled": Label("Gaat niet door", "Dagen van een reeks die zijn afgezegd."),
    "moved": Label("Verplaatst", "Keren van een reeks die op een ander moment zijn."),
    "moved.date": Label("Oude dag", "De dag waarop het eerst was."),
    "moved.start": Label("Nieuw begin", _DATE),
    "moved.end": Label("Nieuw einde", "Een dag, of een dag met een tijd."),
    "extra": Label("Extra keren", "Dagen die buiten de reeks vallen."),
    "until": Label("Tot en met", "De laatste dag waarop de reeks kan zijn."),
    "agenda/status": Label(
        "Gaat het door?", "bevestigd, onder voorbehoud, verplaatst of geannuleerd."
    ),
    "location": Label("Plaats", "Waar het is, of dat het online is."),
    "location.name": Label("Naam", "Het gebouw of de zaal."),
    "location.address": Label("Straat en nummer", "Bijvoorbeeld: Plein 1."),
    "location.city": Label("Plaatsnaam", "Bijvoorbeeld: Den Haag."),
    "location.url": Label("Webadres", "Van de zaal. Nooit een link naar een onlinevergadering."),
    "location.online": Label("Online", "Ook of alleen online te volgen."),
    "organiser": Label("Organisator", "Wie de bijeenkomst organiseert."),
    "training": Label("Training", "Een naam uit de map scholing/."),
    "registration": Label("Aanmelden", "Hoe lezers zich aanmelden: een webadres of een mailadres."),
    "registration.url": Label("Webadres", "Waar het aanmeldformulier staat."),
    "registration.email": Label("Mailadres", "Waar lezers een mail heen sturen."),
    "registration.deadline": Label("Aanmelden tot", _DATE),
    "registration.capacity": Label("Aantal plaatsen", "Hoeveel mensen er kunnen komen."),
    "invitation_only": Label("Op uitnodiging", "Alleen voor wie is uitgenodigd."),
    # Netwerken
    "kind": Label("Soort", "Wat voor soort het is."),
    "netwerken/kind": Label("Soort netwerk", "functioneel, inhoudelijk of regionaal."),
    "contact": Label("Contact", "Bij wie een lid terechtkan."),
    "contact.name": Label("Naam", "Voornaam en achternaam."),
    "contact.role": Label("Functie", "Wat iemand doet voor het netwerk."),
    "spokespersons": Label("Woordvoerders", _OF_PERSON),
    "spokespersons.name": Label("Naam", "Voornaam en achternaam."),
    "spokespersons.role": Label("Functie", "Bijvoorbeeld: Kamerlid."),
    "targets": Label("Doelen per jaar", "Wat het netwerk in een jaar wil doen."),
    "targets.year": Label("Jaar", "Een jaartal: 2024."),
    "targets.meetings": Label("Bijeenkomsten", "Hoeveel, en hoe vaak."),
    "targets.size": Label("Omvang", "Hoeveel mensen het netwerk heeft."),
    "targets.reach": Label("Bereik", "Welk deel van hen meedoet."),
    "targets.goal": Label("Doel", "Wat het netwerk wil bereiken."),
    "targets.result": Label("Resultaat", "Wat het oplevert of opleverde."),
    # Afgehaakt Nederland
    "region": Label("Regio", "De naam van de streek."),
    "provinces": Label("Provincies", "Waar de regio ligt."),
    "partners": Label("Partners", "Met wie het is gemaakt."),
    "lessons": Label("Lessen", "Wat we ervan leerden."),
    "lessons.text": Label("Tekst", "De les, in een of meer zinnen."),
    "lessons.title": Label("Kop", "De les in een paar woorden. Hoeft niet."),
    "examples": Label("Voorbeelden", "Wat elders werkt."),
    "examples.text": Label("Tekst", "Het voorbeeld, in een of meer zinnen."),
    "examples.title": Label("Kop", "Het voorbeeld in een paar woorden. Hoeft niet."),
    "tips": Label("Tips", "Wat je zelf kunt doen."),
    "tips.text": Label("Tekst", "De tip, in een of meer zinnen."),
    "tips.title": Label("Kop", "De tip in een paar woorden. Hoeft niet."),
    "actions": Label("Acties", "Wat er moet gebeuren, en wie dat doet."),
    "actions.situation": Label("Situatie", "Wat er speelt."),
    "actions.goal": Label("Doel", "Wat er veranderd moet zijn."),
    "actions.horizon": Label("Termijn", "Bijvoorbeeld: vijf tot tien jaar."),
    "actions.needed": Label("Nodig", "Wat daarvoor nodig is."),
    "actions.owner": Label("Wie", "Wie ervoor zorgt."),
    "actions.status": Label("Stand", "Bijvoorbeeld: gepland."),
    "themes": Label("Thema’s", "Waar het in deze streek om draait."),
    # Handreikingen
    "version": Label("Versie", 'Tussen aanhalingstekens: "1.0".'),
    "review_by": Label("Nakijken voor", "De dag waarop iemand kijkt of dit nog klopt."),
    "changes": Label("Wijzigingen", "Wat er per versie veranderde."),
    "changes.version": Label("Versie", "De versie waarin dit veranderde, bijvoorbeeld 1.1."),
    "changes.text": Label("Wat er veranderde", "In een of twee zinnen."),
    "changes.date": Label("Datum", "De dag van de wijziging."),
    "instruments": Label("Instrumenten", "Namen uit de map motiebank/."),
    "downloads": Label("Downloads", "Bestanden uit media/ die een lezer kan ophalen."),
    "downloads.src": Label("Bestand", "Een bestand uit media/."),
    "downloads.title": Label("Naam", "Hoe de download heet."),
    # Motiebank
    "motiebank/kind": Label("Soort stuk", "Bijvoorbeeld motie, amendement of voorbeeldmotie."),
    "place": Label("Plaats", "De gemeente, de provincie of het waterschap."),
    "layer": Label("Bestuurslaag", "Waar het is ingediend."),
    "motiebank/status": Label("Uitslag", "Bijvoorbeeld ingediend, aangenomen of verworpen."),
    "submitters": Label("Indieners", _OF_PERSON),
    "submitters.name": Label("Naam", "Voornaam en achternaam."),
    "submitters.role": Label("Functie", "Bijvoorbeeld: raadslid in Den Haag."),
    "document": Label("Document", "Het stuk zelf, een bestand uit media/."),
    # Scholing
    "form": Label("Vorm", "Bijvoorbeeld leergang, workshop of college."),
    "phase": Label("Fase", "Voor kandidaten, bij de start, zittend of als terugblik."),
    "frequency": Label("Hoe vaak", "Bijvoorbeeld: twee keer per jaar."),
    "how_to_join": Label("Hoe doe je mee?", "Wat iemand moet doen om mee te doen."),
    # Onderzoek
    "onderzoek/status": Label("Stand", "lopend of afgerond."),
    "onderzoek/period": Label("Periode", "Wanneer het onderzoek was of is."),
    "results": Label("Uitkomsten", "Wat er uit het onderzoek kwam, in alinea’s."),
    # Nieuwsbrief
    "nieuwsbrief/title": Label(
        "Onderwerp van de mail", "Wat lezers in hun mailbox zien, hoogstens 90 tekens."
    ),
    "nieuwsbrief/date": Label("Zondag", "De zondag waarop de editie uitgaat."),
    "number": Label("Nummer", "Het nummer van de editie."),
    "preheader": Label(
        "Eerste woorden", "Wat lezers in de mailbox achter het onderwerp zien, 40 tot 110 tekens."
    ),
    "items": Label("Stukken", "De stukken van deze week, in de volgorde van de mail."),
    "leave_out": Label("Niet in de mail", "Stukken en bijeenkomsten die deze keer niet meegaan."),
    "agenda_weeks": Label("Weken agenda", "Hoeveel weken vooruit de agenda in de mail kijkt."),
    # Mensen
    "mensen/title": Label("Naam", "Voornaam en achternaam."),
    "initials": Label("Initialen", "Zoals onder een stuk: RvH."),
    "roles": Label("Functies", "Wat iemand doet of deed, en waar."),
    "roles.role": Label("Functie", "Bijvoorbeeld wethouder."),
    "roles.body": Label("Waar", "Bijvoorbeeld de gemeente."),
    "roles.from": Label("Vanaf", "Een jaar, een maand of een dag: 2021."),
    "roles.until": Label(
        "Tot", "Een jaar, een maand of een dag. Doet iemand dit nog? Laat het weg."
    ),
    "photo": Label("Portret", "Een foto uit de map media/."),
}

_NUMBER = re.compile(r"\[\d+\]")


def label(folder: str, field: str) -> Label:
    """The Dutch name and hint of a field as problems name it: ``topics[1]``, ``image.alt``.

    ``folder`` is the first folder of the file. An unknown key has its own name, and no hint; so
    has a part that an editor named (``targets.2024``).

    >>> label("motiebank", "status").name
    'Uitslag'
    """
    plain = _NUMBER.sub("", field)
    return LABELS.get(f"{folder}/{plain}") or LABELS.get(plain) or Label(plain)
