import Manifests
import Testing

@Suite("Label selectors")
struct LabelSelectorTests {
  private let labels = StringMap([("app", "web"), ("tier", "front")])

  @Test("match by equality, set and presence as apimachinery's labels.Requirement")
  func matches() {
    let cases: [(requirement: LabelSelector.Requirement, holds: Bool)] = [
      (.init(key: "app", comparison: .isIn, values: ["api", "web"]), true),
      (.init(key: "app", comparison: .isIn, values: ["api"]), false),
      (.init(key: "zone", comparison: .isIn, values: ["a"]), false),
      (.init(key: "app", comparison: .isNotIn, values: ["api"]), true),
      (.init(key: "app", comparison: .isNotIn, values: ["web"]), false),
      (.init(key: "zone", comparison: .isNotIn, values: ["a"]), true),
      (.init(key: "app", comparison: .exists), true),
      (.init(key: "zone", comparison: .exists), false),
      (.init(key: "zone", comparison: .doesNotExist), true),
      (.init(key: "app", comparison: .doesNotExist), false),
    ]
    for (requirement, holds) in cases {
      let selector = LabelSelector(matchExpressions: [requirement])
      #expect(selector.matches(labels) == holds, "\(requirement)")
    }
  }

  @Test("need every label and every condition; an empty one matches all")
  func combines() {
    #expect(LabelSelector().matches(labels))
    #expect(LabelSelector().isEmpty)
    #expect(LabelSelector(matchLabels: StringMap([("app", "web")])).matches(labels))
    let both = StringMap([("app", "web"), ("tier", "back")])
    #expect(!LabelSelector(matchLabels: both).matches(labels))
    let selector = LabelSelector(
      matchLabels: StringMap([("app", "web")]),
      matchExpressions: [.init(key: "tier", comparison: .doesNotExist)])
    #expect(!selector.matches(labels))
  }

  @Test("are checked when read, with the nearest operator named")
  func decodes() {
    let good = decode(
      "{matchLabels: {app: web}, matchExpressions: [{key: tier, operator: Exists}]}",
      as: LabelSelector.self)
    #expect(good.value?.matches(labels) == true)
    let typo = decode(
      "{matchExpressions: [{key: a, operator: Exist}]}", as: LabelSelector.self)
    #expect(typo.items.first?.help == "did you mean \"Exists\"?")
    for text in [
      "{matchExpressions: [{key: a, operator: In}]}",
      "{matchExpressions: [{key: a, operator: Exists, values: [b]}]}",
      "{matchExpressions: [{operator: Exists}]}", "{matchLabel: {a: b}}", "[a]", "text",
    ] {
      #expect(decode(text, as: LabelSelector.self).items.count == 1, "\(text)")
    }
  }
}
