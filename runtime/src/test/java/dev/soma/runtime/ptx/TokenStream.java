package dev.soma.runtime.ptx;

import java.util.ArrayList;
import java.util.List;

/** Tokens one after another. */
final class TokenStream {
    private final List<Token> tokens;
    private int at;

    TokenStream(String text) {
        this.tokens = Lexer.tokens(text);
    }

    Token peek() {
        return tokens.get(at);
    }

    boolean next(String text) {
        return peek().is(text);
    }

    Token take() {
        Token token = peek();
        if (token.kind() != Token.Kind.END) {
            at++;
        }
        return token;
    }

    boolean takeIf(String text) {
        boolean found = next(text);
        if (found) {
            at++;
        }
        return found;
    }

    void expect(String text) {
        Token token = take();
        if (!token.is(text)) {
            throw new PtxException("line " + token.line() + ": expected '" + text + "', found '" + token.text() + "'");
        }
    }

    String word() {
        Token token = take();
        if (token.kind() != Token.Kind.WORD) {
            throw new PtxException("line " + token.line() + ": expected a name, found '" + token.text() + "'");
        }
        return token.text();
    }

    int line() {
        return peek().line();
    }

    boolean atEnd() {
        return peek().kind() == Token.Kind.END;
    }

    /** The tokens from here to the next semicolon, for messages. */
    String upToSemicolon() {
        List<String> words = new ArrayList<>();
        for (int i = at; i < tokens.size() && tokens.get(i).kind() != Token.Kind.END; i++) {
            words.add(tokens.get(i).text());
            if (tokens.get(i).is(";")) {
                break;
            }
        }
        return String.join(" ", words).replaceAll(" ([,;\\])>}])", "$1").replaceAll("([\\[(<{]) ", "$1");
    }

    /** Leaves out all that is left of the current line, as directives without a semicolon need. */
    void skipLine() {
        int line = line();
        while (!atEnd() && line() == line) {
            at++;
        }
    }

    /** A whole number with its sign: decimal or hexadecimal. */
    long whole() {
        boolean negative = takeIf("-");
        Token token = take();
        String digits = token.text().endsWith("U")
                ? token.text().substring(0, token.text().length() - 1)
                : token.text();
        if (digits.length() > 1 && digits.charAt(0) == '0' && Character.isDigit(digits.charAt(1))) {
            throw new PtxException(
                    "line " + token.line() + ": " + digits + " is an octal constant: write it in decimal");
        }
        try {
            long value = digits.startsWith("0x") || digits.startsWith("0X")
                    ? Long.parseUnsignedLong(digits.substring(2), 16)
                    : Long.parseUnsignedLong(digits);
            return negative ? -value : value;
        } catch (NumberFormatException e) {
            throw new PtxException("line " + token.line() + ": expected a decimal or hexadecimal integer, found '"
                    + token.text() + "'");
        }
    }

    int size() {
        int line = line();
        long value = whole();
        if (value < 0 || value > 1 << 24) {
            throw new PtxException("line " + line + ": the size " + value + " is not between 0 and 16777216");
        }
        return (int) value;
    }
}
