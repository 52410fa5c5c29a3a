package dev.soma.bench;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table of text.
 *
 * @param lines cells by line, as many in each; the first line are the headings
 */
record Table(List<List<String>> lines) {

    /** For a terminal: columns of equal width. */
    List<String> plain() {
        int[] widths = IntStream.range(0, lines.getFirst().size())
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return lines.stream().map(line -> padded(line, widths)).toList();
    }

    private static String padded(List<String> line, int... widths) {
        StringBuilder padded = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = line.get(column);
            padded.append(column == 0 ? "" : " | ").append(cell).repeat(' ', widths[column] - cell.length());
        }
        return padded.toString().stripTrailing();
    }

    /** In Markdown. */
    List<String> markdown() {
        List<String> text = lines.stream().map(Table::markdown).collect(Collectors.toList());
        text.add(1, markdown(lines.getFirst().stream().map(heading -> "---").toList()));
        return text;
    }

    private static String markdown(List<String> line) {
        return line.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |"));
    }
}
