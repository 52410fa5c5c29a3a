package dev.soma.layers.io;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The header of a .npy file: a Python dictionary of the element type, the order of the elements and the shape. */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier: never compared, never a key
record NpyHeader(NpyType type, ByteOrder order, boolean fortranOrder, int[] shape) {
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([<>|=])(\\w+)'");
    private static final Pattern ANY_DESCR = Pattern.compile("'descr'\\s*:\\s*(\\[.*]|'[^']*')");
    private static final Pattern FORTRAN_ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^()]*)\\)");

    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    /** The dictionary, as numpy writes it. */
    static String text(String descr, int... shape) {
        String sizes = Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        return "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + sizes + (shape.length == 1 ? "," : "")
                + "), }";
    }

    static NpyHeader parse(Path file, String text) throws FormatException {
        Matcher fortranOrder = FORTRAN_ORDER.matcher(text);
        Matcher anyDescr = ANY_DESCR.matcher(text);
        if (!fortranOrder.find() || !anyDescr.find()) {
            throw unreadable(file, text);
        }
        Matcher descr = DESCR.matcher(text);
        NpyType type = descr.find() ? NpyType.named(descr.group(2)).orElse(null) : null;
        if (type == null) {
            throw new FormatException(
                    file,
                    "its elements are " + anyDescr.group(1) + ", expected one of " + Arrays.toString(NpyType.values()),
                    "convert them before they are saved, such as by astype('<f4')");
        }
        ByteOrder order = descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new NpyHeader(type, order, fortranOrder.group(1).equals("True"), shape(file, text));
    }

    private static int[] shape(Path file, String text) throws FormatException {
        Matcher shape = SHAPE.matcher(text);
        if (!shape.find()) {
            throw unreadable(file, text);
        }
        String sizes = shape.group(1).strip();
        try {
            return sizes.isEmpty()
                    ? new int[0]
                    : COMMA.splitAsStream(sizes).mapToInt(NpyHeader::size).toArray();
        } catch (NumberFormatException e) {
            throw new FormatException(
                    file,
                    "it has the shape (" + sizes + "), expected sizes of 0 to " + Integer.MAX_VALUE,
                    Npy.DAMAGED,
                    e);
        }
    }

    private static int size(String text) {
        // Python 2 puts an L behind some
        int size = Integer.parseInt(text.endsWith("L") ? text.substring(0, text.length() - 1) : text);
        if (size < 0) {
            throw new NumberFormatException(text);
        }
        return size;
    }

    private static FormatException unreadable(Path file, String text) {
        String excerpt = text.length() <= 100 ? text : text.substring(0, 100) + "...";
        return new FormatException(
                file,
                "its header is '" + excerpt.strip() + "', expected a dictionary of descr, fortran_order and shape",
                Npy.DAMAGED);
    }
}
