package dev.soma.layers.io;

import java.io.IOException;

/** A file is not what it should be: truncated, foreign, inconsistent. The message names the file, what is wrong and what to do. */
public class FormatException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * A fault of a file.
     *
     * @param source the file, or whatever else was read
     * @param problem what is wrong
     * @param cure what to do about it
     */
    public FormatException(Object source, String problem, String cure) {
        super(source + ": " + problem + "; " + cure);
    }

    /** A fault of a file, found by a parser. */
    public FormatException(Object source, String problem, String cure, Throwable cause) {
        super(source + ": " + problem + "; " + cure, cause);
    }
}
