//! Every documented answer is served.

use std::collections::BTreeSet;

use aliyun_codegen::model::Action;
use serde_json::{Map, Value};

use crate::client::{Call, builder, v1, v3};
use crate::fill::fill;
use crate::model::model;

/// The identifiers that are fresh in every answer.
fn without_fresh(tree: &Value) -> Value {
    let entries = tree.as_object().cloned().unwrap_or_default().into_iter();
    let kept = entries.filter(|(name, _)| {
        !["RequestId", "TaskNo"]
            .iter()
            .any(|fresh| name.eq_ignore_ascii_case(fresh))
    });
    Value::Object(kept.collect::<Map<_, _>>())
}

fn example(action: &Action) -> Option<Value> {
    let texts = action
        .examples
        .iter()
        .filter_map(|example| example.json.as_deref());
    texts
        .filter_map(|text| serde_json::from_str(text).ok())
        .find(Value::is_object)
}

#[tokio::test]
async fn every_action_answers_as_documented_in_both_formats_and_signatures() {
    let model = model();
    let gateway = builder().start().await.unwrap();
    let mut compared = 0;
    for action in &model.actions {
        // Tests end with their process.
        let name: &'static str = Box::leak(action.name.clone().into_boxed_str());
        for call in [v1(name), v3(name)] {
            let json = fill(&model, action, call.clone()).send(&gateway).await;
            assert_eq!(json.status, 200, "{name}: {}", json.body);
            let answer = json.json();
            if let Some(example) = example(action) {
                assert_eq!(without_fresh(&answer), without_fresh(&example), "{name}");
                compared += 1;
            }
            let call = Call {
                format: "XML",
                ..call
            };
            let call = Call {
                nonce: format!("{}-xml", call.nonce),
                ..call
            };
            let xml = fill(&model, action, call).send(&gateway).await;
            assert_eq!(xml.status, 200, "{name}: {}", xml.body);
            let root = format!("<{name}Response>");
            assert!(xml.body.contains(&root), "{name}: {}", xml.body);
        }
        assert_eq!(gateway.executions(name), 4, "{name}");
    }
    let with_example = model
        .actions
        .iter()
        .filter(|action| example(action).is_some());
    assert_eq!(compared, 2 * with_example.count());
    assert!(compared > 0);
}

/// What a public SDK looks for is where it looks.
#[tokio::test]
async fn answers_in_the_models_names_have_no_other_names() {
    let model = model();
    let gateway = builder().with_model_names().start().await.unwrap();
    for action in &model.actions {
        let name: &'static str = Box::leak(action.name.clone().into_boxed_str());
        let reply = fill(&model, action, v3(name)).send(&gateway).await;
        assert_eq!(reply.status, 200, "{name}: {}", reply.body);
        let answer = reply.json();
        let lower = |name: &String| name.to_ascii_lowercase();
        let known: BTreeSet<&String> = action
            .response
            .fields
            .iter()
            .map(|field| &field.name)
            .collect();
        let folded: BTreeSet<String> = known.iter().map(|name| lower(name)).collect();
        for have in answer.as_object().unwrap().keys() {
            let misspelt = !known.contains(have) && folded.contains(&lower(have));
            assert!(!misspelt, "{name}: {have}");
        }
    }
}
