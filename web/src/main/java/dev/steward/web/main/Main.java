package dev.steward.web.main;

/** The program: {@code java -jar steward.jar COMMAND …}. */
public final class Main {

    private Main() {}

    /** Carries out the command line and exits with its code. */
    public static void main(String[] words) {
        System.exit(new Program(System.getenv()).execute(words));
    }
}
