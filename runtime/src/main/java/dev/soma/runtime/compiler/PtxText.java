package dev.soma.runtime.compiler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of a PTX kernel as they are written: declarations of arrays, instructions, and labels. */
final class PtxText {
    private static final Pattern JUMP = Pattern.compile("bra (\\w+);");

    private final List<String> declarations = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private int labels;

    /** Declares an array. */
    void declare(String declaration) {
        declarations.add(declaration);
    }

    /** Writes an instruction. */
    void emit(String instruction) {
        lines.add(instruction);
    }

    /** A label for some place yet to come. */
    String newLabel() {
        return "L" + ++labels;
    }

    /** The place of a label. */
    void label(String name) {
        lines.add(name + ":");
    }

    /** Goes to a label, unless it comes next. */
    void jump(String target, String next) {
        if (!target.equals(next)) {
            emit("bra " + target + ";");
        }
    }

    /** The declarations of arrays in local and private memory. */
    List<String> declarations() {
        return declarations;
    }

    /** The lines: instructions, and the labels to which they go, numbered. */
    List<String> lines() {
        Set<String> targets = new HashSet<>();
        for (String line : lines) {
            Matcher jump = JUMP.matcher(line);
            if (jump.find()) {
                targets.add(jump.group(1) + ":");
            }
        }
        List<String> needed = lines.stream()
                .filter(line -> !line.endsWith(":") || targets.contains(line))
                .toList();
        Map<String, String> numbered = new HashMap<>();
        for (String line : needed) {
            if (line.endsWith(":")) {
                numbered.put(line.substring(0, line.length() - 1), "L" + (numbered.size() + 1));
            }
        }
        return needed.stream().map(line -> renamed(line, numbered)).toList();
    }

    private static String renamed(String line, Map<String, String> labels) {
        return line.endsWith(":")
                ? labels.get(line.substring(0, line.length() - 1)) + ":"
                : JUMP.matcher(line).replaceAll(jump -> "bra " + labels.get(jump.group(1)) + ";");
    }
}
