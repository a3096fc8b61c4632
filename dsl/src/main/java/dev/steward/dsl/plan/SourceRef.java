package dev.steward.dsl.plan;

/**
 * A place in a playbook's text.
 *
 * @param file the path as the operator named it, relative to the playbook's folder for included files
 * @param line counted from 1
 * @param column counted from 1
 */
public record SourceRef(String file, int line, int column) {

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
