package dev.soma.layers.data;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** File names as people order them: runs of digits by their value, so that 2 comes before 10. */
final class NaturalOrder implements Comparator<String> {
    private static final Pattern RUN = Pattern.compile("\\d+|\\D+");

    @Override
    public int compare(String left, String right) {
        Matcher leftRuns = RUN.matcher(left);
        Matcher rightRuns = RUN.matcher(right);
        while (leftRuns.find() && rightRuns.find()) {
            int order = compareRuns(leftRuns.group(), rightRuns.group());
            if (order != 0) {
                return order;
            }
        }
        // 02 and 2, or one is the start of the other
        return left.compareTo(right);
    }

    private static int compareRuns(String left, String right) {
        if (!Character.isDigit(left.charAt(0)) || !Character.isDigit(right.charAt(0))) {
            return left.compareTo(right);
        }
        String leftDigits = left.replaceFirst("^0+", "");
        String rightDigits = right.replaceFirst("^0+", "");
        int order = Integer.compare(leftDigits.length(), rightDigits.length());
        return order != 0 ? order : leftDigits.compareTo(rightDigits);
    }
}
