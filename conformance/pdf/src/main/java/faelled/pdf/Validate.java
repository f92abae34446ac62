package faelled.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.processor.reports.enums.JobEndStatus;

/**
 * Judges every PDF file in a folder against PDF/UA-1 (ISO 14289-1) with veraPDF.
 *
 * <p>Each run first shows that the judge can say no: an untagged file that is part of this project must fail.
 * The exit code is 0 only when there were files and all of them passed.
 */
public final class Validate {
    private static final PDFAFlavour STANDARD = PDFAFlavour.PDFUA_1;
    private static final PrintStream OUT = System.out;

    private Validate() {
    }

    /** One file's verdict: how many of the standard's rules it kept, and what each broken one says. */
    private record Verdict(boolean compliant, int passed, Map<String, String> faults) {
    }

    public static void main(String[] args) throws Exception {
        if (args.length != 1) {
            OUT.println("usage: mvn -q compile exec:java -Dexec.args=FOLDER");
            System.exit(2);
        }
        Logger.getLogger("").setLevel(Level.SEVERE);
        VeraGreenfieldFoundryProvider.initialise();
        selfTest();
        System.exit(folder(Path.of(args[0])) ? 0 : 1);
    }

    /** Ends the run when the judge accepts a file without tags. */
    private static void selfTest() throws Exception {
        try (InputStream broken = Validate.class.getResourceAsStream("/untagged.pdf")) {
            Verdict v = judge(broken);
            OUT.printf("self-test: untagged.pdf breaks %d rules, as it should%n", v.faults.size());
            if (v.compliant || v.faults.size() < 3) {
                OUT.println("self-test failed: an untagged file was accepted");
                System.exit(1);
            }
        }
    }

    /** Judges all files and says whether there were any and all passed. */
    private static boolean folder(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(f -> f.toString().endsWith(".pdf")).sorted().toList();
        }
        int good = 0;
        for (Path file : files) {
            if (accept(folder.relativize(file).toString(), file)) {
                good++;
            }
        }
        OUT.printf("%d passed, %d failed%n", good, files.size() - good);
        return !files.isEmpty() && good == files.size();
    }

    private static boolean accept(String name, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Verdict v = judge(in);
            OUT.printf("%s %s: %d rules passed, %d failed%n", v.compliant ? "pass" : "FAIL", name, v.passed, v.faults.size());
            v.faults.forEach((rule, text) -> OUT.printf("     %s %s%n", rule, text));
            return v.compliant;
        } catch (Exception unreadable) {
            OUT.printf("FAIL %s: %s%n", name, unreadable);
            return false;
        }
    }

    private static Verdict judge(InputStream file) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, STANDARD);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(STANDARD, false)) {
            return verdict(validator.validate(parser));
        }
    }

    /** Failures are counted over the whole file; only so many of them are kept with their texts, one a rule is shown. */
    private static Verdict verdict(ValidationResult result) {
        int rules = result.getValidationProfile().getRules().size();
        var faults = new TreeMap<String, String>();
        result.getFailedChecks().forEach((rule, times) -> faults.put(name(rule), times + " times"));
        for (TestAssertion a : result.getTestAssertions()) {
            if (a.getStatus() == TestAssertion.Status.FAILED) {
                faults.merge(name(a.getRuleId()), a.getMessage() + " at " + a.getLocation().getContext(),
                        (old, text) -> old.endsWith(" times") ? old + ": " + text : old);
            }
        }
        boolean complete = result.getJobEndStatus() == JobEndStatus.NORMAL && result.getTotalAssertions() > rules;
        return new Verdict(result.isCompliant() && complete && faults.isEmpty(), rules - faults.size(), faults);
    }

    private static String name(RuleId rule) {
        return rule.getClause() + "-" + rule.getTestNumber();
    }
}
