import Manifests

/// A Job's template stays, but for scheduling while it is suspended; its completions change only
/// with the parallelism of an indexed one (pkg/apis/batch/validation ValidateJobSpecUpdate).
struct JobUpdate: UpdateRule {
  var kinds: [String] { ["Job"] }

  func problem(from old: YAMLNode, to new: YAMLNode) -> String? {
    let isSuspended = old.value(at: ["spec", "suspend"])?.isTrue ?? false
    if template(of: old, isSuspended) != template(of: new, isSuspended) {
      return "spec.template: Invalid value: field is immutable"
    }
    if completions(of: old) != completions(of: new), !isElastic(new) {
      return "spec.completions: Invalid value: field is immutable"
    }
    return nil
  }

  /// How many of a Job's pods shall succeed: one where it says neither this nor how many run at
  /// once (pkg/apis/batch/v1 SetDefaults_Job).
  private func completions(of job: YAMLNode) -> String {
    let given = job.canonical(at: ["spec", "completions"]).text
    let isSingle = given.isEmpty && job.canonical(at: ["spec", "parallelism"]).text.isEmpty
    return isSingle ? "1" : given
  }

  /// Whether an indexed Job asks for as many completions as it runs at once.
  private func isElastic(_ job: YAMLNode) -> Bool {
    job.value(at: ["spec", "completionMode"])?.text == "Indexed"
      && job.canonical(at: ["spec", "completions"]).text
        == job.canonical(at: ["spec", "parallelism"]).text
  }

  private func template(of job: YAMLNode, _ isSuspended: Bool) -> CanonicalText {
    var template = job.value(at: ["spec", "template"])
    if isSuspended {
      let scheduling = ["nodeSelector", "tolerations", "affinity", "schedulingGates"]
      template = template?.changing("spec") { $0.without(scheduling) }
        .changing("metadata") { $0.without(["labels", "annotations"]) }
    }
    return CanonicalText(template, key: "template", in: "spec")
  }
}
