package dev.soma.runtime.ptx;

/** A piece of PTX text. */
record Token(Kind kind, String text, int line) {
    /** What a token is. */
    enum Kind {
        WORD,
        NUMBER,
        STRING,
        SYMBOL,
        END
    }

    boolean is(String expected) {
        return kind != Kind.STRING && text.equals(expected);
    }
}
