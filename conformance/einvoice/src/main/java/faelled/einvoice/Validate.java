package faelled.einvoice;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

import com.helger.diagnostics.error.IError;
import com.helger.io.resource.FileSystemResource;
import com.helger.phive.api.execute.ValidationExecutionManager;
import com.helger.phive.api.executorset.IValidationExecutorSet;
import com.helger.phive.api.executorset.ValidationExecutorSetRegistry;
import com.helger.phive.api.result.ValidationResult;
import com.helger.phive.api.result.ValidationResultList;
import com.helger.phive.api.validity.IValidityDeterminator;
import com.helger.phive.peppol.PeppolValidation;
import com.helger.phive.xml.source.IValidationSourceXML;
import com.helger.phive.xml.source.ValidationSourceXML;
import com.helger.xml.serialize.read.DOMReader;

import org.w3c.dom.Document;

/**
 * Judges every XML file in a folder against the newest Peppol BIS Billing 3 rules that are in force: the UBL schema,
 * EN 16931 and Peppol's own with the Danish ones.
 *
 * <p>A file in a folder named {@code broken} is named after the rule it breaks, or XSD, and passes only when exactly
 * that is found. The exit code is 0 only when there were files of both sorts and all of them passed.
 */
public final class Validate {
    private static final PrintStream OUT = System.out;
    private static final String GROUP = "eu.peppol.bis3";

    private final ValidationExecutorSetRegistry<IValidationSourceXML> rules = new ValidationExecutorSetRegistry<>();

    /** One file's verdict: what was broken, each rule with its first text, and the rules it was held against. */
    private record Verdict(String rules, Map<String, String> faults) {
    }

    private Validate() {
        PeppolValidation.initStandard(rules);
    }

    public static void main(String[] args) throws Exception {
        if (args.length != 1) {
            OUT.println("usage: mvn -q compile exec:java -Dexec.args=FOLDER");
            System.exit(2);
        }
        Logger.getLogger("").setLevel(Level.SEVERE);
        System.exit(new Validate().folder(Path.of(args[0])) ? 0 : 1);
    }

    /** Judges all files, and says whether there were sound and broken ones and all were judged as they should be. */
    private boolean folder(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(f -> f.toString().endsWith(".xml")).sorted().toList();
        }
        int passed = 0;
        int planted = 0;
        for (Path file : files) {
            boolean broken = file.getParent().endsWith("broken");
            planted += broken ? 1 : 0;
            passed += accept(folder.relativize(file).toString(), file, broken) ? 1 : 0;
        }
        OUT.printf("%d passed, %d failed%n", passed, files.size() - passed);
        return passed == files.size() && planted > 0 && planted < files.size();
    }

    private boolean accept(String name, Path file, boolean broken) {
        try {
            Verdict v = judge(file);
            String rule = file.getFileName().toString().replace(".xml", "");
            boolean right = broken ? v.faults.containsKey(rule) : v.faults.isEmpty();
            String found = v.faults.isEmpty() ? "nothing broken" : "breaks " + String.join(", ", v.faults.keySet());
            OUT.printf("%s %s: %s (%s)%n", right ? "pass" : "FAIL", name, found, v.rules);
            if (!right) {
                v.faults.forEach((id, text) -> OUT.printf("     %s %s%n", id, text));
            }
            return right;
        } catch (Exception unreadable) {
            OUT.printf("FAIL %s: %s%n", name, unreadable);
            return false;
        }
    }

    private Verdict judge(Path file) throws Exception {
        Document document = DOMReader.readXMLDOM(new FileSystemResource(file.toFile()));
        if (document == null) {
            throw new IOException("not XML");
        }
        IValidationExecutorSet<IValidationSourceXML> set = rulesFor(document.getDocumentElement().getLocalName());
        ValidationResultList results = ValidationExecutionManager.executeValidation(
                IValidityDeterminator.createDefault(), set, ValidationSourceXML.create(file.toString(), document));
        var faults = new TreeMap<String, String>();
        var done = new TreeSet<String>();
        for (ValidationResult result : results) {
            for (IError error : result.getErrorList()) {
                if (!error.isNoError()) {
                    faults.putIfAbsent(name(result, error), error.getErrorText(java.util.Locale.ENGLISH));
                }
            }
            if (!result.isSkipped()) {
                done.add(result.getValidationArtefact().getValidationType().getID());
            }
        }
        if (faults.isEmpty() && done.size() < 2) {
            throw new IOException("only judged by " + done);
        }
        return new Verdict(set.getID().getAsSingleID(), faults);
    }

    /** The newest rules in force for the kind of document. */
    private IValidationExecutorSet<IValidationSourceXML> rulesFor(String kind) throws IOException {
        String artifact = switch (kind) {
            case "Invoice" -> "invoice";
            case "CreditNote" -> "creditnote";
            default -> throw new IOException("neither invoice nor credit note: " + kind);
        };
        var set = rules.getLatestReleaseActiveVersion(GROUP, artifact, null, OffsetDateTime.now());
        if (set == null || set.getStatus().isDeprecated()) {
            throw new IOException("no rules in force for " + artifact);
        }
        return set;
    }

    /** A rule's id; the schema has none, and is called XSD. Warnings count: a document of ours gets none. */
    private static String name(ValidationResult result, IError error) {
        if (result.getValidationArtefact().getValidationType().getBaseType().isXSD()) {
            return "XSD";
        }
        return error.hasErrorID() ? error.getErrorID() : "unnamed";
    }
}
