account-offers-on = Danke! Du bekommst hier ab und zu ein Angebot – nur in diesem Chat und nur, wenn wir gerade miteinander schreiben. Mit „Stopp“ endet das sofort.
account-offers-off = Erledigt: keine Angebote mehr. Nachrichten zu deinen Bestellungen bekommst du weiterhin.
account-button-offers-on = Ja, Angebote in diesem Chat
account-offer-declined = Alles klar, kein Problem.
account-address = Notiert habe ich: { $name } { $street }, { $postcode } { $city }.
account-languages = Ich spreche Deutsch und Englisch. Sag einfach „auf Englisch bitte“.
account-language = Gern, ab jetzt auf Deutsch.
account-export = Hier ist eine Kopie von allem, was wir über dich gespeichert haben.
account-erase-confirm = Soll ich alles löschen, was wir über dich gespeichert haben – Verlauf, Korb, Adressen? Das lässt sich nicht rückgängig machen.
account-button-erase = Ja, alles löschen
account-erase-kept = Gut, es bleibt alles, wie es ist.
account-erased-here = ⚠️ Hier wurde verlangt, alles zu löschen. In der Datenbank ist es fort; dieses Thema könnt nur ihr löschen.
account-erased = { $orders ->
        [0] Gelöscht. Über dich ist hier nichts mehr gespeichert außer deinen Erklärungen zu Angeboten und wann du welche bekommen hast.
        [one] Gelöscht. Eine Bestellung und deine Erklärungen zu Angeboten müssen wir aufbewahren, so verlangt es das Gesetz.
       *[other] Gelöscht. { $orders } Bestellungen und deine Erklärungen zu Angeboten müssen wir aufbewahren, so verlangt es das Gesetz.
    }

intent-account-offers-on = Angebote bekommen
intent-account-offers-off = keine Angebote mehr
intent-account-wallet = Guthaben ansehen
intent-account-send = Guthaben verschicken
intent-account-split = die Rechnung teilen
intent-account-address = Adresse ändern
intent-account-export = eine Kopie meiner Daten
intent-account-erase = meine Daten löschen
intent-account-language = die Sprache wechseln
