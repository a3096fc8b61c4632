package dev.steward.runner.module.image;

/** A registry did not say what a tag means; the message says why. */
final class RegistryException extends Exception {

    RegistryException(String message) {
        super(message);
    }
}
