package dev.soma.app;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * What a command says: lines on standard output; where the result is asked for as JSON, the lines go to standard error and
 * standard output gets the one object.
 */
record Report(PrintWriter out, boolean json) {

    /** A line for people. */
    void line(String text) {
        if (json) {
            System.err.println(text);
        } else {
            out.println(text);
            out.flush();
        }
    }

    /** A formatted line for people. */
    @FormatMethod
    void line(@FormatString String format, Object... values) {
        line(String.format(Locale.ROOT, format, values));
    }

    /** The result, if JSON is asked for. */
    void result(Object value) {
        if (json) {
            out.println(Json.line(value));
            out.flush();
        }
    }
}
