account-offers-on = Thank you! Now and then you will get an offer here – only in this chat, and only while we are talking. “Stop” ends it at once.
account-offers-off = Done: no more offers. News about your orders will still reach you.
account-button-offers-on = Yes, offers in this chat
account-offer-declined = All right, no problem.
account-address = What I noted: { $name } { $street }, { $postcode } { $city }.
account-languages = I speak German and English. Just say “in German, please”.
account-language = Sure, English from now on.
account-export = Here is a copy of everything we have stored about you.
account-erase-confirm = Shall I erase everything we have stored about you – history, cart, addresses? This cannot be undone.
account-button-erase = Yes, erase everything
account-erase-kept = Fine, everything stays as it is.
account-erased-here = ⚠️ The shopper asked to have everything deleted. The database has forgotten it; only you can delete this topic.
account-erased = { $orders ->
        [0] Erased. Nothing about you is stored here any more, except what you said about offers and when you were sent any.
        [one] Erased. One order and what you said about offers must be kept, the law says so.
       *[other] Erased. { $orders } orders and what you said about offers must be kept, the law says so.
    }

intent-account-offers-on = get offers
intent-account-offers-off = no more offers
intent-account-wallet = see store credit
intent-account-send = send store credit
intent-account-split = split the bill
intent-account-address = change the address
intent-account-export = a copy of my data
intent-account-erase = erase my data
intent-account-language = change the language
