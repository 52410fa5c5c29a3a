package dev.soma.runtime.fuzz;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of Java source that can be made smaller.
 *
 * @param kind what it may be replaced by
 * @param text the source, with {@code $0}, {@code $1}, ... for the parts
 */
record Tree(Kind kind, String text, List<Tree> parts) {

    /** What a piece is. */
    enum Kind {
        INT("1"),
        FLOAT("1f"),
        BOOLEAN("true"),
        STATEMENT(""),
        /** Statements one after the other, the parts; no text. */
        BLOCK("");

        private final String least;

        Kind(String least) {
            this.least = least;
        }
    }

    static Tree of(Kind kind, String text, Tree... parts) {
        return new Tree(kind, text, List.of(parts));
    }

    static Tree block(List<Tree> statements) {
        return new Tree(Kind.BLOCK, "", List.copyOf(statements));
    }

    /** The Java source. */
    String source() {
        if (kind == Kind.BLOCK) {
            StringBuilder out = new StringBuilder();
            parts.forEach(part -> out.append(part.source()).append('\n'));
            return out.toString();
        }
        String result = text;
        for (int i = parts.size() - 1; i >= 0; i--) {
            result = result.replace("$" + i, parts.get(i).source());
        }
        return result;
    }

    /** Trees with one thing less, larger cuts first. */
    List<Tree> smaller() {
        List<Tree> result = new ArrayList<>();
        if (kind == Kind.BLOCK) {
            for (int size = Math.max(1, parts.size() / 2); size >= 1; size /= 2) {
                for (int from = 0; from < parts.size(); from += size) {
                    List<Tree> rest = new ArrayList<>(parts.subList(0, from));
                    rest.addAll(parts.subList(Math.min(parts.size(), from + size), parts.size()));
                    result.add(block(rest));
                }
            }
            for (int i = 0; i < parts.size(); i++) {
                for (Tree inner : parts.get(i).parts()) {
                    if (inner.kind() == Kind.BLOCK) {
                        List<Tree> lifted = new ArrayList<>(parts.subList(0, i));
                        lifted.addAll(inner.parts());
                        lifted.addAll(parts.subList(i + 1, parts.size()));
                        result.add(block(lifted));
                    }
                }
            }
        } else if (kind != Kind.STATEMENT) {
            if (!text.equals(kind.least)) {
                result.add(of(kind, kind.least));
            }
            parts.stream().filter(part -> part.kind() == kind).forEach(result::add);
        }
        for (int i = 0; i < parts.size(); i++) {
            for (Tree part : parts.get(i).smaller()) {
                List<Tree> changed = new ArrayList<>(parts);
                changed.set(i, part);
                result.add(new Tree(kind, text, List.copyOf(changed)));
            }
        }
        return result;
    }

    /** How many pieces it has. */
    int size() {
        return 1 + parts.stream().mapToInt(Tree::size).sum();
    }
}
