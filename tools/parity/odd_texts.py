"""Texts that try every odd corner of a tokenizer, and pairs of texts with lengths to cut them to."""

BY_HAND = [
    "", " ", "  ", "   \t \n ", "a", " a", "a ", "  leading and trailing   ", "two  spaces", "tab\there", "a\nb\r\nc\n",
    "Great food.", "I can't, won't and shouldn't've.", "It's he'll we'd I'm they're you've", "IT'S HE'LL WE'D",
    "don’t use curly ‘quotes’ “here”", "3 stars out of 5, $12.50 (+20%)!", "1,000,000.00 and 3½ and ² and Ⅷ and ①",
    "email@example.com https://example.com/a?b=c&d=e#f", "snake_case camelCase kebab-case", "wait... what?!?! no--yes—ok",
    "ALL CAPS SHOUTING", "<b>html</b> &amp; more", '{"json": [1, 2, null]}', "C:\\path\\file", "###", "!!!!!!!!!!!!!!!!",
    "##ing ## a##b", "Ġword Ċ ▁under", "$^*+=<>|~`", "£5 €6 ¥7 ©®™ §¶ «so» ¿que? ¡si!", "a_b _ __ __init__",
    "café naïve jalapeño Zürich", "cafe\u0301 nai\u0308ve (combining)", "ÀÉÎÕÜ ÇÑ ß ẞ Å Å", "İstanbul ılık I i i̇",
    "ΟΔΟΣ ΚΑΛΟΣ Σ", "ΣΑΣ σας ΜΑΣ. ΑΣ, ΑΣΑ ΑΣ\u0301", "Σ'ΑΓΑΠΩ Σ", "a\u0323\u0301 order \u0301\u0323a", "e\u20dd circled",
    "z̸̢͙͉a̷͔͚l̵̨g̴̢o̶͚", "ﬁne ﬂow ﬀ ǆ ŉ", "ⅳ Ⅳ ℌ ℃ № ㎏ ㍿", "Привет мир, ЁЛКА й и\u0306", "שלום עולם", "שָׁלוֹם",
    "مرحبا بالعالم ١٢٣", "مَرْحَبًا ـــ لا", "नमस्ते दुनिया हिन्दी", "สวัสดีชาวโลก ที่นี่ ๑๒๓", "ភាសាខ្មែរ བོད་ཡིག မြန်မာ",
    "தமிழ் বাংলা ಕನ್ನಡ", "日本語のテキスト。ガギグ か\u3099", "这家餐厅很好吃。", "𠀀𪚥 𫝀 𫞂𬺠 龥 㐀 豈 丽", "한국어 문장 ᄒ\u1161ᆫ",
    "全角ＡＢＣ　１２３！", "good😀food", "😀 😃 👍🏽 👩‍👩‍👧‍👦 🇩🇪 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f ❤️ ❤ #️⃣ 1️⃣",
    "🏳️‍🌈🏳️‍⚧️👩🏾‍🚀🫱🏻‍🫲🏿🇯🇵🇺🇸🇫", "𝒽𝑒𝓁𝓁𝑜 𐐀𐐨 🄰 𝟘", "nul\u0000byte", "bell\u0007 escape\u001b[0m del\u007f", "\u0080\u009f\u00ad",
    "next\u0085line", "no\u00a0break\u202fspace", "\u00a0", " \u00a0 x", "\ufeffbom\ufeff inside", "zero\u200bwidth\u200djoiner\u00adsoft",
    "\u200b", "\u200f rtl \u202e override \u2066iso\u2069", "line\u2028separator\u2029paragraph", "ideographic\u3000space",
    "\u1680ogham\u180emongolian\u205fmath\u2009thin", "private \ue000 \U000f0000 replacement \ufffd unassigned \u0378 \uffff \ufdd0",
    "tags \U000e0001\U000e0041 variation \ufe0f\U000e0100", "x" * 100, "x" * 101, "x" * 300, "é" * 100, "e\u0301" * 60, "😀" * 101,
    "antidisestablishmentarianism" * 8, "ab " * 100, "😀" * 40, "word " * 45 + "the end", "the " * 46, "the " * 47,
    " ?  !  . ", "\t\tindented", "trailing newline\n", "a  b   c    d", "\n\n\n", " \n x", "x \n ",
    "a <mask> word", "<s>inside</s>", "<pad><unk> at once", "not <masked> but < mask >", "<MASK> in capitals <S>",
    "[CLS] a [SEP] b", "[MASK][PAD][UNK]", "[mask] [sep]", "a[SEP]b <s>c", "\u00a0<mask>\t <mask>x", "<<mask>> [[MASK]]", "</s></s>",
    "\u0085<mask>", "\ufeff<mask>", "\u2009<mask> y",
]

# A unit, and how often it is repeated, for texts that are too long to write out.
LONG = [["x", 10_000], ["ab", 5_000], ["\u00e9", 10_000], ["good film, ", 20_000], ["这", 5_000], ["!", 10_000], ["a1", 3_000]]

PAIRS = [
    ["Great food.", "Bad service!"], ["", ""], ["one", ""], ["", "two"], ["Hello Wörld", "第二 sentence <s> [SEP] x"],
    ["a b c d e f g h i j", "k l m"], ["k l m", "a b c d e f g h i j"], ["a b c d e f g h", "i j k l m n o p"],
    ["a b c d e f g h i", "j k l m n o p q"], ["a b c d e f g h", "i j k l m n o p q"], ["a", "b c d e f g h i j k l m n"],
    ["a b c d e f g h i j k l m", "n"], ["the film is fine " * 20, "so is the food " * 20],
]
# Added tokens of all kinds, and texts that contain them.
ADDED = [
    {"content": "good", "single_word": True}, {"content": "goo"}, {"content": "Café", "normalized": True},
    {"content": "AB", "normalized": True, "single_word": True}, {"content": "abc", "rstrip": True},
    {"content": "<x>", "lstrip": True, "rstrip": True}, {"content": "é!", "normalized": True},
]
ADDED_FRAGMENTS = [
    "good", "goo", "Café", "CAFÉ", "cafe\u0301", "AB", "ab", "abc ", "<x>", " <x> ", "é!", "E\u0301!", "[SEP]", " ", "  ",
    "'s", "123", "x", "_", "-", "\u0301", "\u200d", "\u2003", "😀", "🄰", "ß", "的", ".", "\n",
]

PAIR_LENGTHS = [4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 24, 64]
