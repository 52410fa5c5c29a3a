package dev.soma.runtime.catalog;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sizes that the symbols of an operation's shapes stand for, and its settings. */
public class Sizes {
    private final Map<String, int[]> dimensions = new HashMap<>();
    private final Map<String, String> settings;

    Sizes(Map<String, String> settings) {
        this.settings = settings;
    }

    /** The size of a symbol; of {@code *P}, the product of its dimensions, asked for as {@code P}. */
    public int size(String symbol) {
        int[] sizes = dimensions.get(symbol);
        if (sizes == null) {
            throw new IllegalArgumentException("the size " + symbol + " does not follow from the arrays given");
        }
        return product(sizes);
    }

    /** Whether the symbol has a size. */
    public boolean has(String symbol) {
        return dimensions.containsKey(symbol);
    }

    /** Gives a symbol its size, or its dimensions. */
    public void define(String symbol, int... sizes) {
        dimensions.put(symbol, sizes);
    }

    /** The dimensions of a symbol {@code *P}, asked for as {@code P}. */
    public int[] dimensions(String symbol) {
        return dimensions.getOrDefault(symbol, new int[0]).clone();
    }

    /** A setting. */
    public String setting(String name) {
        String value = settings.get(name);
        if (value == null) {
            throw new IllegalArgumentException("there is no setting '" + name + "'");
        }
        return value;
    }

    /** A setting that is a whole number. */
    public int intSetting(String name) {
        try {
            return Integer.parseInt(setting(name));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "setting '" + name + "' is '" + setting(name) + "', expected a whole number", e);
        }
    }

    /** A setting that is a whole number of 64 bits. */
    public long longSetting(String name) {
        try {
            return Long.parseLong(setting(name));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "setting '" + name + "' is '" + setting(name) + "', expected a whole number", e);
        }
    }

    /** A setting that is a number. */
    public float floatSetting(String name) {
        try {
            return Float.parseFloat(setting(name));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "setting '" + name + "' is '" + setting(name) + "', expected a number", e);
        }
    }

    /** A setting that is {@code true} or {@code false}. */
    public boolean flag(String name) {
        return setting(name).equals("true");
    }

    /** Matches a given array's shape with its symbols and learns the new ones. */
    void match(ArraySpec array, int[] shape) {
        List<String> symbols = array.shape();
        int star = star(symbols);
        int extra = shape.length - symbols.size();
        if (star < 0 ? extra != 0 : extra < -1) {
            throw mismatch(array, shape, "");
        }
        int position = 0;
        for (int i = 0; i < symbols.size(); i++) {
            String symbol = symbols.get(i);
            int length = i == star ? extra + 1 : 1;
            int[] found = Arrays.copyOfRange(shape, position, position + length);
            position += length;
            learn(array, shape, i == star ? symbol.substring(1) : symbol, found);
        }
    }

    /** The shape that an array has by its symbols. */
    int[] shapeOf(ArraySpec array) {
        int[] shape = {};
        for (String symbol : array.shape()) {
            int[] next;
            if (isNumber(symbol)) {
                next = new int[] {Integer.parseInt(symbol)};
            } else if (symbol.startsWith("*")) {
                size(symbol.substring(1));
                next = dimensions(symbol.substring(1));
            } else {
                next = new int[] {size(symbol)};
            }
            int start = shape.length;
            shape = Arrays.copyOf(shape, start + next.length);
            System.arraycopy(next, 0, shape, start, next.length);
        }
        return shape;
    }

    private void learn(ArraySpec array, int[] shape, String symbol, int[] found) {
        if (isNumber(symbol)) {
            if (found[0] != Integer.parseInt(symbol)) {
                throw mismatch(array, shape, "");
            }
            return;
        }
        int[] known = dimensions.putIfAbsent(symbol, found);
        if (known != null && product(known) != product(found)) {
            throw mismatch(array, shape, " with " + symbol + " = " + product(known));
        }
    }

    private static int star(List<String> symbols) {
        for (int i = 0; i < symbols.size(); i++) {
            if (symbols.get(i).startsWith("*")) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isNumber(String symbol) {
        return Character.isDigit(symbol.charAt(0));
    }

    private static int product(int[] sizes) {
        int product = 1;
        for (int size : sizes) {
            product = Math.multiplyExact(product, size);
        }
        return product;
    }

    private static IllegalArgumentException mismatch(ArraySpec array, int[] shape, String known) {
        return new IllegalArgumentException("array '" + array.name() + "' has the shape " + Arrays.toString(shape)
                + ", expected " + array.shapeText() + known);
    }
}
