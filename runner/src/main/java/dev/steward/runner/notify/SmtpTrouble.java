package dev.steward.runner.notify;

import dev.steward.runner.secret.Masker;
import jakarta.mail.MessagingException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/**
 * What a failure of SMTP means. RFC 5321, 4.2.1: an answer 5yz is for good, 4yz for now; whatever is no answer at all, as a
 * refused connection or a silent server, is for now.
 */
final class SmtpTrouble {

    private static final Pattern CODE = Pattern.compile("\\A(?:\\[\\w+] )?([45]\\d\\d)[ -]|response: ([45]\\d\\d)\\b");

    private final List<Exception> chain = new ArrayList<>();
    private final Masker masker;

    /** @param masker of what the server was given, which it may repeat */
    SmtpTrouble(MessagingException failure, Masker masker) {
        this.masker = masker;
        Exception next = failure;
        while (next != null && chain.size() < 20) {
            chain.add(next);
            next = next instanceof MessagingException mail ? mail.getNextException() : cause(next);
        }
    }

    private static Exception cause(Exception e) {
        return e.getCause() instanceof Exception cause ? cause : null;
    }

    Delivery delivery() {
        List<Integer> codes = chain.stream()
                .map(SmtpTrouble::code)
                .filter(OptionalInt::isPresent)
                .map(OptionalInt::getAsInt)
                .toList();
        boolean forGood = !codes.isEmpty() && codes.stream().allMatch(code -> code >= 500);
        return forGood ? Delivery.refused(words()) : Delivery.retry(words());
    }

    /** What was answered, in one line. */
    String words() {
        List<String> words = new ArrayList<>();
        for (Exception e : chain) {
            String said = said(e);
            if (words.stream().noneMatch(known -> known.contains(said))) {
                words.removeIf(said::contains);
                words.add(said);
            }
        }
        return String.join("; ", words);
    }

    private String said(Exception e) {
        String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        String line = masker.mask(text).replaceAll("\\s+", " ").strip();
        return e instanceof SMTPAddressFailedException failed ? failed.getAddress() + ": " + line : line;
    }

    private static OptionalInt code(Exception e) {
        if (e instanceof SMTPAddressFailedException failed) {
            return OptionalInt.of(failed.getReturnCode());
        }
        if (e instanceof SMTPSenderFailedException failed) {
            return OptionalInt.of(failed.getReturnCode());
        }
        if (e instanceof SMTPSendFailedException failed) {
            return OptionalInt.of(failed.getReturnCode());
        }
        Matcher code = CODE.matcher(e.getMessage() == null ? "" : e.getMessage());
        return code.find()
                ? OptionalInt.of(Integer.parseInt(code.group(1) == null ? code.group(2) : code.group(1)))
                : OptionalInt.empty();
    }
}
