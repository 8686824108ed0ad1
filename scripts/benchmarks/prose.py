"""Dutch sentences from dice: no text, but words as long, as many and as varied as in one."""

import random
from itertools import accumulate

TOPICS = (
    "wonen jeugdzorg klimaat mobiliteit onderwijs zorg energie natuur veiligheid cultuur "
    "sport armoede economie landbouw water bestuur digitalisering privacy emancipatie "
    "europa asiel arbeid financien ruimte participatie"
).split()
FIRST_NAMES = (
    "Anna Bram Carlijn Daan Eline Farid Geertje Hassan Ilse Jeroen Karin Lars Marieke Nadia "
    "Otto Petra Quinten Rosa Sander Tineke Umut Vera Willem Xandra Yara Zeger Aafke Bouke "
    "Chantal Dirk Esra Floor Gijs Hanneke Ibrahim Joke Koen Lotte Mehmet Noor"
).split()
LAST_NAMES = (
    "Bakker|de Vries|van Dijk|Visser|Smit|Meijer|de Boer|Mulder|de Groot|Bos|Vos|Peters|"
    "Hendriks|van Leeuwen|Dekker|Brouwer|de Wit|Dijkstra|Smits|de Graaf|van der Meer|"
    "van der Linden|Kok|Jacobs|de Haan|Vermeulen|van den Heuvel|van der Veen|van den Broek|"
    "de Bruijn|de Bruin|van der Heijden|Schouten|van Beek|Willems|van Vliet|Hoekstra|Maas|"
    "Verhoeven|Koster"
).split("|")
PEOPLE = [f"{first} {last}" for first, last in zip(FIRST_NAMES, LAST_NAMES, strict=True)]
PLACES = (
    "Assen Breda Delft Deventer Dordrecht Ede Emmen Enschede Gouda Groningen Haarlem Heerlen "
    "Helmond Hengelo Hilversum Hoorn Leeuwarden Leiden Lelystad Maastricht Meppel Middelburg "
    "Nijmegen Oss Purmerend Roermond Sneek Tiel Tilburg Utrecht Venlo Vlissingen Weert Zeist "
    "Zutphen Zwolle Drachten Alkmaar Almelo Amersfoort"
).split()
# Compounds give a vocabulary its long tail, as in Dutch: any of the first with any of the second.
BEGINNINGS = (
    "woning wijk jeugd klimaat verkeers school zorg energie natuur buurt cultuur sport "
    "armoede markt landbouw water gemeente data burger provincie opvang arbeids begrotings "
    "ruimte bewoners fiets spoor dijk huur bouw groen afval warmte stikstof bodem haven "
    "dorps stads wijkteam mantelzorg ouderen kinder leer bibliotheek museum podium club "
    "vrijwilligers ondernemers winkel toeristen grens veiligheids politie brandweer "
    "rechts inspraak raads college coalitie oppositie verkiezings leden partij afdelings "
    "congres programma campagne investerings subsidie belasting toeslagen schuld inkomens"
).split()
NEUTER = (
    "plan beleid akkoord tekort budget project debat onderzoek voorstel besluit overleg netwerk "
    "fonds platform loket centrum bureau team doel rapport cijfer initiatief traject park gebied"
).split()
ENDINGS = (
    *NEUTER,
    *(
        "aanpak visie motie raad commissie regeling wet norm ambitie opgave vraag druk crisis "
        "kans agenda nota monitor avond bijeenkomst werkgroep coalitie verkenning afspraak "
        "maatregel toets scan kaart route zone locatie voorziening"
    ).split(),
)
ADJECTIVES = (
    "nieuwe lokale brede eerlijke duidelijke kleine grote regionale snelle zorgvuldige stevige "
    "haalbare groene sociale open late vroege betaalbare tijdelijke vaste jaarlijkse gezamenlijke "
    "kritische praktische politieke onverwachte verstandige moeilijke belangrijke concrete "
    "gerichte transparante voorlopige definitieve ingrijpende bescheiden krachtige noodzakelijke"
).split()
ADVERBS = (
    "inmiddels|vooral|opnieuw|eindelijk|juist|daarom|voorlopig|samen|steeds|vaak|in de praktijk|"
    "op korte termijn|dit voorjaar|na de zomer|komend jaar|zonder omwegen|met overtuiging|"
    "volgens afspraak|stap voor stap|vanaf januari"
).split("|")
VERBS = (
    "bespreekt onderzoekt steunt verwerpt versterkt vertraagt versnelt bewaakt opent sluit "
    "verandert verbetert betaalt plant vraagt verdient mist zoekt vindt bouwt toetst volgt "
    "bekijkt beoordeelt verdedigt schetst noemt vergelijkt regelt beperkt"
).split()
INFINITIVES = (
    "bespreken onderzoeken steunen versterken versnellen bewaken openen verbeteren betalen "
    "plannen vragen zoeken bouwen toetsen volgen beoordelen verdedigen vergelijken regelen "
    "beperken uitvoeren invoeren afronden aanpassen vastleggen delen"
).split()
WHO = (
    "de afdeling|de fractie|het bestuur|de wethouder|de raad|de werkgroep|de vereniging|"
    "de provincie|de minister|het college|de school|de huisarts|de ledenraad|"
    "de buurtvereniging|de corporatie|de redactie|het waterschap"
).split("|")
JOINING = "omdat terwijl zodat hoewel zodra nu als".split()
HEADINGS = (
    "Wat er speelt|Hoe nu verder|Wat wij willen|De cijfers|Reacties uit de buurt|Onze inzet|"
    "Achtergrond|Vragen en antwoorden|Het vervolg|Wat het kost|Wat u kunt doen|Stand van zaken|"
    "Lessen uit {place}|De rol van {who}|Naar een {adjective} {noun}|Waarom dit {noun} telt|"
    "Het {noun} in {place}"
).split("|")


def _weights(words: list[str] | tuple[str, ...]) -> tuple[float, ...]:
    """Some words are used far more than others (Zipf)."""
    return tuple(accumulate(rank**-0.8 for rank in range(1, len(words) + 1)))


class Prose:
    """Words, sentences and titles; the same for the same dice."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice

    def pick(self, words: list[str] | tuple[str, ...]) -> str:
        """One of the words, the first ones most often."""
        return self.dice.choices(words, cum_weights=_WEIGHTS[len(words)])[0]

    def noun(self) -> str:
        """A compound: ``wijkoverleg``."""
        return self.pick(BEGINNINGS) + self.pick(ENDINGS)

    def thing(self) -> str:
        """A noun with its article, and mostly an adjective."""
        ending = self.pick(ENDINGS)
        article = "het" if ending in NEUTER else "de"
        adjective = f"{self.pick(ADJECTIVES)} " if self.dice.random() < 0.6 else ""
        return f"{article} {adjective}{self.pick(BEGINNINGS)}{ending}"

    def who(self) -> str:
        """Someone who does something."""
        chance = self.dice.random()
        if chance < 0.7:
            return self.pick(WHO)
        return self.dice.choice(PEOPLE) if chance < 0.85 else f"de afdeling {self.pick(PLACES)}"

    def sentence(self, mark: str = "") -> str:
        """One sentence, with a mark before its full stop."""
        who, what, chance = self.who(), self.thing(), self.dice.random()
        if chance < 0.25:
            text = f"{who} wil {what} {self.pick(ADVERBS)} {self.pick(INFINITIVES)}"
        elif chance < 0.45:
            text = f"{who} {self.pick(VERBS)} {what} in {self.pick(PLACES)}"
        elif chance < 0.65:
            text = (
                f"{self.pick(ADVERBS)} kan {who} {what} {self.pick(INFINITIVES)}, "
                f"{self.dice.choice(JOINING)} {self.thing()} {self.dice.randint(2, 98)} procent "
                f"van {self.thing()} bepaalt"
            )
        elif chance < 0.8:
            text = (
                f"in {self.pick(PLACES)} is {who} het eens over {what}, maar {self.thing()} "
                f"vraagt om {self.noun()} en {self.noun()}"
            )
        else:
            text = (
                f"volgens {self.dice.choice(PEOPLE)} kan {who} {what} {self.pick(INFINITIVES)} "
                f"zonder {self.noun()}"
            )
        return f"{upper(text)}{mark}."

    def title(self) -> str:
        """What an article may be called."""
        noun = self.noun()
        forms = (
            f"{self.pick(ADJECTIVES)} {noun} voor {self.pick(PLACES)}",
            f"{self.who()} {self.pick(ADVERBS)} aan zet bij {noun}",
            f"van {noun} naar {self.noun()}",
            f"wat {self.thing()} betekent in {self.pick(PLACES)}",
            f"{noun}: {self.pick(ADJECTIVES)} keuzes gevraagd",
        )
        return upper(self.dice.choice(forms))

    def heading(self) -> str:
        """What stands above a part of an article."""
        return self.dice.choice(HEADINGS).format(
            place=self.pick(PLACES),
            who=self.pick(WHO),
            adjective=self.pick(ADJECTIVES),
            noun=self.noun(),
        )


_LISTS = (BEGINNINGS, ENDINGS, ADJECTIVES, ADVERBS, VERBS, INFINITIVES, WHO, PLACES)
_WEIGHTS = {len(words): _weights(words) for words in _LISTS}


def upper(text: str) -> str:
    """The text with a capital in front."""
    return text[0].upper() + text[1:]
