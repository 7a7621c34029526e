search-found = { $count ->
        [one] This fits:
       *[other] { $count } things fit:
    }
search-corrected = (searched for: { $words })
search-relaxed = I found nothing with “{ $words }”; without it I did:
search-line = { $position }. { $title } – { $price }{ $stock ->
        [few] { " (only a few left)" }
        [none] { " (sold out)" }
       *[plenty] {""}
    }
search-price = { $price }
search-price-with-base = { $price } ({ $base } per { $unit })
search-prices-note = Prices incl. VAT, plus shipping.
search-without = Nothing of this is in the description: { $words }. With allergies, go by what is on the package.
search-compare-what = What shall I compare? Name two things, or two places of the last list.
search-compare-alike = They do not differ in that, or it is not told of all of them.
search-compare-best = { $title } is the { $what ->
        [price-least] cheapest
        [price-most] most expensive
        [weight-least] lightest
        [weight-most] heaviest
        [length-least] shortest
        [length-most] longest
        [size-least] smallest
       *[size-most] biggest
    }.
search-nothing = Sorry, I found nothing for that. Could you describe it differently?
search-no-more = That is all I have.
search-no-list = What shall I look for?
search-details =
    { $title } – { $price }
    { $description }
search-attribute = { $name }: { $value }
search-attribute-material = Material: { $value }
search-attribute-of = { $title } – { $name }: { $value }.
search-price-of = { $title }: { $price }.
search-base-price = { $title }: { $base } per { $unit }.
search-material-of = { $title } – material: { $value }.
search-brand-of = { $title } – brand: { $value }.
search-colour-of = { $title } comes in { $value }.
search-size-of = { $title } comes in these sizes: { $value }.
search-not-so = I do not have “{ $title }” like that.
search-attribute-unknown = Sorry, my data on “{ $title }” do not tell.
search-stock-online = { $left ->
        [-1] { $title } can be had online.
        [0] { $title } is sold out online at the moment.
        [one] { $title }: one left online.
       *[other] { $title }: { $left } left online.
    }
search-stock-stores = On the shelf: { $stores }.
search-stock-store = { $left ->
        [-1] { $title } can be had at { $store }.
        [0] { $title } is not on the shelf at { $store } right now.
        [one] { $title }: one left at { $store }.
       *[other] { $title }: { $left } left at { $store }.
    }
search-watch = Noted: as soon as “{ $title }” is back I will tell you, if we are talking just then and you agreed to offers.
search-answer =
    { $text }
    (Source: { $source })
search-words-back = it that this them then
search-words-between = and also plus
search-question-unknown = Sorry, I do not know that. A person can tell you.

search-button-watch = Tell me when it is back
search-button-watch-position = No. { $position }: tell me when back
search-button-more = Show more
search-button-add = Add to cart
search-button-add-position = Add no. { $position }
search-button-details = Have a look
search-button-details-position = See no. { $position }

intent-search-find = find goods
intent-search-more = show more of them
intent-search-compare = compare
intent-search-recommend = a recommendation
intent-search-details = more about a product
intent-search-stock = whether something is there
intent-search-question = a question about the shop
intent-search-watch = a note when it is back
search-words-looks = size sizes sized colour colours color colors coloured colored
