package dev.soma.bench;

import org.jspecify.annotations.Nullable;

/** A peer cannot be used here; the message says why. */
final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    UnavailableException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }

    /** With the messages of a failure and its causes, in one line. */
    static UnavailableException because(Throwable failure) {
        StringBuilder reason = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            if (reason.indexOf(message) < 0) {
                reason.append(reason.isEmpty() ? "" : ": ")
                        .append(message.lines().findFirst().orElse(""));
            }
        }
        return new UnavailableException(reason.toString(), failure);
    }

    /** Why, in a sentence. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
