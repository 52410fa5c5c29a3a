package dev.soma.runtime.ptx;

import java.util.ArrayList;
import java.util.List;

/** Cuts PTX text into tokens; comments and white space vanish. An opcode with its modifiers is one word. */
final class Lexer {
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;

    private Lexer(String text) {
        this.text = text;
    }

    /** All tokens of {@code text}, the last one of kind END. */
    static List<Token> tokens(String text) {
        Lexer lexer = new Lexer(text);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                line++;
                at++;
            } else if (Character.isWhitespace(c)) {
                at++;
            } else if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                comment();
            } else if (c == '"') {
                string();
            } else if (isDigit(c)) {
                add(Token.Kind.NUMBER, end(at));
            } else if (isWord(c)) {
                add(Token.Kind.WORD, end(at));
            } else if ("{}[]()<>,;:@!|+-=".indexOf(c) >= 0) {
                add(Token.Kind.SYMBOL, at + 1);
            } else {
                throw new PtxException("line " + line + ": the character '" + c + "' does not belong to PTX");
            }
        }
        tokens.add(new Token(Token.Kind.END, "the end of the text", line));
    }

    private void comment() {
        int end = text.indexOf("*/", at);
        if (end < 0) {
            throw new PtxException("line " + line + ": the comment does not end");
        }
        for (; at < end; at++) {
            if (text.charAt(at) == '\n') {
                line++;
            }
        }
        at = end + 2;
    }

    private void string() {
        int end = text.indexOf('"', at + 1);
        if (end < 0) {
            throw new PtxException("line " + line + ": the string does not end");
        }
        add(Token.Kind.STRING, end + 1);
    }

    private void add(Token.Kind kind, int end) {
        tokens.add(new Token(kind, text.substring(at, end), line));
        at = end;
    }

    private int end(int start) {
        int end = start + 1;
        while (end < text.length() && (isWord(text.charAt(end)) || isDigit(text.charAt(end)))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || c == '%' || c == '.';
    }
}
