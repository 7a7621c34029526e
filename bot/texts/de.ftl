# Was der Bot sagt, gleich welche Fähigkeit gerade spricht.

bot-disclosure = Moin! Ich bin der Bot von { $shop }, kein Mensch.

fallback-did-you-mean = Das habe ich nicht sicher verstanden. Meintest du eines davon?
fallback-sorry = Das habe ich leider nicht verstanden. Sag es gern mit anderen Worten – oder sprich mit einem Menschen.
fallback-rephrase =
    Ich komme noch nicht mit. Ich kann hier Ware suchen, in den Korb legen und bestellen, nach Paketen sehen, Läden und Öffnungszeiten zeigen.
    Oder soll ein Mensch übernehmen?
button-human = Mit einem Menschen sprechen
button-stale = Dieser Knopf gilt nicht mehr. Sag mir einfach, was du möchtest.
sorry-error = Da ist bei uns etwas schiefgegangen, entschuldige. Es ist nichts verändert worden. Versuch es bitte noch einmal.

yes-is-no-order = Ein „Ja“ im Chat bestellt noch nichts. Verbindlich wird es erst mit dem Knopf unter der Übersicht:
yes-to-what = Gern – ich brauche dazu nur noch eine Antwort.
yes-without-question = Schön! Was darf es sein?
no-without-question = Alles klar.
nothing-to-cancel = Es läuft gerade nichts, was ich abbrechen könnte.
go-on-after-pause = Offen ist noch: { $task }. Sollen wir da weitermachen?
button-go-on = Ja, weiter
button-stop-it = Nein, lieber nicht
task-cancelled = Gut, { $task } ist abgebrochen.
task-this = das
task-checkout = der Bestellvorgang
undo-done = Zurückgenommen.
undo-nothing = Es gibt nichts, was ich zurücknehmen könnte.
undo-stale = Seither ist etwas anderes passiert. Sag „rückgängig“, dann nehme ich das Letzte zurück.
button-undo = Rückgängig
number-of-what = Meinst du mit { $number } die Nummer in der Liste oder die Stückzahl?
number-in-list = Nr. { $number }: { $title }
number-of-pieces = { $number } × { $title }
nothing-to-repeat = Ich habe noch nichts gesagt, was ich wiederholen könnte.

ask-variant = Welche Ausführung soll es sein?
ask-product = Welches meinst du?
ask-quantity = Wie viele sollen es sein?
ask-store = Welcher Laden?
ask-order = Welche Bestellung meinst du?
ask-name = Auf welchen Namen?
ask-address = Wohin darf es gehen? Straße und Hausnummer, Postleitzahl und Ort, bitte.
ask-date = Für welchen Tag?

reject-quantity = Davon brauche ich mindestens eins. Wie viele sollen es sein?
reject-quantity-whole = Das gibt es nur in ganzen Stücken. Wie viele sollen es sein?
reject-product = Das finde ich nicht in unserem Sortiment. Wie heißt es denn?
reject-variant = In dieser Ausführung haben wir es nicht. Welche darf es stattdessen sein?
reject-order = Eine Bestellung { $number } finde ich bei dir nicht. Wie lautet die Nummer?
reject-position = { $count ->
        [0] Ich habe gerade keine Liste gezeigt. Was meinst du?
        [one] Die Liste hat nur einen Eintrag. Meinst du den?
       *[other] Die Liste hat { $count } Einträge. Welchen meinst du?
    }

not-yet = Das kann ich hier im Chat noch nicht. Ein Mensch hilft dir gern weiter.

button-keep = Nein, behalten
choice-language-de = Deutsch
choice-language-en = Englisch

# Angebote: nur im laufenden Gespräch, immer mit dem Weg hinaus.
offer-campaign = { $text }
offer-after-purchase = { $text }
offer-cart-complement = { $text }
offer-abandoned-cart = { $text }
offer-back-in-stock = { $text }
offer-product = { $title } – { $price }
offer-stop-hint = Keine Angebote mehr? Schreib „Stopp“.
offer-button-accept = In den Korb
offer-button-decline = Nein danke
offer-button-stop = Keine Angebote mehr

# Wörter, die für sich allein alle Angebote beenden
words-stop = stop stopp abmelden

# Womit es nach einem Abbruch doch weitergeht, durch Komma getrennt
words-whichever = egal, mir egal, ist mir egal, ganz egal, das ist mir egal, ist egal, wurscht, einerlei, such du aus, entscheide du
words-go-on = doch weiter, mach weiter, machen weiter, weitermachen, weiterbestellen, fortfahren, fortsetzen
words-as-well = und oder auch also noch dann denn was ist wie sieht es mit bei aus am im an in auf um der die das den dem zum zur vom beim fürs für laden läden filiale geschäft
words-beside-a-thing = bitte dann ja gut ok okay nimm nehm nehme nehmen wir ich hätte will möchte gern gerne
words-and = und oder was wie
words-call-off = storniere stornier stornieren storniert storno cancel canceln abbestellen annullieren
words-joining = und sowie plus dazu
words-all = alles alle allen sämtliche sämtliches
words-but = außer, ausser, bis auf, abgesehen von
words-article = der die das den dem
words-of-them = davon von denen den dem der die das
words-keep = behalte behalten behalt behält
words-only = nur bloß bloss lediglich
words-rest = rest andere anderen übrige übrigen
words-every = alle allen sämtliche
words-not = nicht nie kein keine

# Telegram
command-start = Begrüßung
command-help = Was ich kann
command-cart = Dein Korb
command-orders = Deine Bestellungen
command-language = Sprache wechseln
command-privacy = Datenschutz
command-terms = AGB
command-support = Mit einem Menschen sprechen
command-paysupport = Hilfe bei Zahlungen
command-take = Diesen Chat übernehmen
command-release = Diesen Chat dem Bot zurückgeben
command-stop = Keine Angebote mehr
sorry-payment = Die Zahlung geht gerade nicht. Es wurde nichts abgebucht; versuch es bitte gleich noch einmal.

reject-address-unreadable = Daraus lese ich keine Adresse. Schreib sie mir so: Name, Straße und Hausnummer, Postleitzahl und Ort.
reject-address-location = Aus einem Standort lese ich keine Adresse. Schreib sie mir so: Name, Straße und Hausnummer, Postleitzahl und Ort.
reject-address-too-long = Das ist zu lang für eine Adresse. Schreib sie mir so: Name, Straße und Hausnummer, Postleitzahl und Ort.
reject-address-missing-street = Notiert: { $known }. Welche Straße und Hausnummer?
reject-address-missing-number = Notiert: { $known }. Welche Hausnummer?
reject-address-missing-postcode = Notiert: { $known }. Welche Postleitzahl und welcher Ort?
reject-address-bad-postcode = „{ $postcode }“ ist keine Postleitzahl in { $country }. Wie lautet sie? Wir liefern nach { $countries }; wenn es nicht nach { $country } geht, schreib das Land dazu.
reject-address-missing-city = Notiert: { $known }. Welcher Ort?
reject-address-country = Nach { $country } liefern wir leider nicht, nur nach { $countries }. Hast du dort eine Adresse?

# What a price per unit refers to
measure =
    { $size } { $unit ->
        [ct] Stück
        [sqcm] cm²
        [sqm] m²
        [cbm] m³
       *[other] { $unit }
    }
