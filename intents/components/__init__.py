"""The steps of understanding: one registered spaCy component a file. Importing this package registers them."""

from intents.components import (
    addresses,
    branches,
    choices,
    contacts,
    correction,
    dates,
    goods,
    intent,
    kin,
    language,
    money,
    negation,
    normalise,
    order_numbers,
    people,
    persons,
    places,
    postcodes,
    products,
    quantities,
    references,
    shades,
    sizes,
    terms,
    times,
    vouchers,
)

NAMING = (  # what is named; the order matters: who comes first takes the words
    normalise.normalise, contacts.contacts, order_numbers.order_numbers, vouchers.vouchers, addresses.addresses, postcodes.postcodes, money.money, dates.dates, times.times,
    sizes.sizes, terms.terms, shades.shades, sizes.more_sizes, places.places, branches.branches, products.products, persons.persons, kin.kin, goods.goods, references.ordinals, people.people,
    quantities.quantities, choices.choices, references.references,
    terms.attributes, negation.negation, correction.correction,
)  # fmt: skip
READING = (language.language, intent.intent)
