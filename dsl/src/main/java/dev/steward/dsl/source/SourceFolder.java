package dev.steward.dsl.source;

import java.io.IOException;

/** Where the texts of playbooks and task lists come from: a folder, or what a run recorded. */
@FunctionalInterface
public interface SourceFolder {

    /**
     * The text of a file.
     *
     * @param file its path, as in {@link dev.steward.dsl.plan.SourceRef#file()}
     * @throws IOException when there is none, or it cannot be read; a {@link NotTextException} when it is no UTF-8
     */
    String text(String file) throws IOException;

    /** A file that is no UTF-8 text. */
    final class NotTextException extends IOException {

        private static final long serialVersionUID = 1L;

        private final int line;
        private final int column;

        /** Says where the first byte stands that is none. */
        public NotTextException(int line, int column) {
            super("not UTF-8");
            this.line = line;
            this.column = column;
        }

        /** The line, from 1. */
        public int line() {
            return line;
        }

        /** The column, from 1. */
        public int column() {
            return column;
        }
    }
}
