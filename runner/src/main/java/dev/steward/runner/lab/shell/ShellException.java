package dev.steward.runner.lab.shell;

/** An error that ends a shell that is not interactive (POSIX XCU 2.8.1); the message is printed after name and line. */
final class ShellException extends RuntimeException {

    ShellException(String message) {
        super(message, null, false, false);
    }
}
