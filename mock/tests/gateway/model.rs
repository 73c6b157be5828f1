//! A small product that has one of everything.

use aliyun_codegen::model::{
    Action, Encoding, Enum, EnumRef, EnumValue, ErrorCode, Example, Field, Location, Model, Object,
    Pagination, Product, Rule, Submits, Type, Waiter,
};

pub(crate) fn model() -> Model {
    Model {
        product: Product {
            name: "Sample".to_owned(),
            version: "2018-01-29".to_owned(),
            doc: String::new(),
            endpoint: "sample.example".to_owned(),
            regions: Vec::new(),
            areas: Vec::new(),
            common_parameters: Vec::new(),
        },
        enums: vec![listed(false, &["zh", "en"])],
        objects: Vec::new(),
        errors: vec![
            error("Throttling", 429, "Slow down."),
            error("NoSuchVersion", 410, "Gone."),
        ],
        actions: vec![submit(), upload(), query(), silent(), odd()],
    }
}

/// Takes every kind of parameter, submits a task; its XML example is broken.
fn submit() -> Action {
    let list = |ty| Type::List(Box::new(ty));
    let map = |ty| Type::Map(Box::new(ty));
    let fields = vec![
        Field {
            required: true,
            rules: vec![Rule::Items(1, 3)],
            ..field("DomainName", list(Type::String))
        },
        Field {
            rules: vec![Rule::Length(2, 4)],
            ..field("Note", Type::String)
        },
        Field {
            sensitive: true,
            rules: vec![Rule::Pattern("[0-9]{4}|x".to_owned())],
            ..field("Secret", Type::String)
        },
        Field {
            rules: vec![Rule::Range(1, 9)],
            ..field("Count", Type::Integer)
        },
        field("Total", Type::Long),
        Field {
            rules: vec![Rule::FloatRange(0.0, 1.0)],
            ..field("Ratio", Type::Float)
        },
        field("Flag", Type::Boolean),
        field("Extra", Type::Json),
        field("Lang", Type::Enum(EnumRef::Shared(0))),
        field("Kind", Type::Enum(EnumRef::Action(0))),
        field("Level", Type::Enum(EnumRef::Action(1))),
        field("Contact", list(Type::Object(0))),
        field("Label", map(Type::String)),
        field("Group", map(list(Type::Integer))),
        field("Group.Name", Type::String),
        Field {
            sensitive: true,
            ..field("Hidden", map(Type::String))
        },
        Field {
            sensitive: true,
            ..field("Vault", list(Type::Object(1)))
        },
    ];
    let contact = vec![
        Field {
            required: true,
            sensitive: true,
            ..field("Email", Type::String)
        },
        field("Age", Type::Integer),
    ];
    Action {
        objects: vec![
            object(contact),
            object(vec![field("Owner", map(Type::String))]),
        ],
        enums: vec![
            listed(true, &["A"]),
            Enum {
                integer: true,
                ..listed(false, &["1", "2"])
            },
        ],
        submits: Some(submits(Some("DomainName"))),
        examples: vec![Example {
            xml: Some("<R><TaskNo>1-test</TaskNo><RequestId>2-test</RequestId></RR>".to_owned()),
            json: Some(r#"{"requestId": "2-test", "taskNo": "1-test"}"#.to_owned()),
            ..Example::default()
        }],
        ..action("SaveTask", fields, task_answer())
    }
}

/// Takes an image in the body and documents a code for illegal values.
fn upload() -> Action {
    let formats = vec!["jpeg".to_owned(), "bmp".to_owned()];
    let fields = vec![
        Field {
            required: true,
            ..field("DomainName", Type::String)
        },
        Field {
            required: true,
            sensitive: true,
            location: Location::Form,
            rules: vec![Rule::Image(formats, 5, 1_048_576)],
            ..field("Paper", Type::Image)
        },
        Field {
            location: Location::Form,
            ..field("Photo", Type::Image)
        },
    ];
    Action {
        errors: vec![error("ParameterIllegal", 422, "Parameter illegal.")],
        submits: Some(submits(None)),
        ..action("UploadTask", fields, task_answer())
    }
}

fn query() -> Action {
    let fields = vec![
        Field {
            required: true,
            ..field("TaskNo", Type::String)
        },
        field("PageNum", Type::Integer),
        field("PageSize", Type::Integer),
        field("DomainName", Type::String),
        field("TaskStatus", Type::Enum(EnumRef::Action(1))),
    ];
    let status = [
        "WAITING_EXECUTE",
        "EXECUTING",
        "EXECUTE_SUCCESS",
        "EXECUTE_FAILURE",
    ];
    let detail = vec![
        field("DomainName", Type::String),
        field("TaskNo", Type::String),
        field("TaskStatus", Type::Enum(EnumRef::Action(0))),
        field("TaskType", Type::String),
        field("TryCount", Type::Integer),
    ];
    let response = vec![
        field("RequestId", Type::String),
        Field {
            item: Some("TaskDetail".to_owned()),
            ..field("Data", Type::List(Box::new(Type::Object(0))))
        },
        field("CurrentPageNum", Type::Integer),
        field("PageSize", Type::Integer),
        field("TotalItemNum", Type::Integer),
        field("TotalPageNum", Type::Integer),
        field("NextPage", Type::Boolean),
        field("PrePage", Type::Boolean),
    ];
    Action {
        objects: vec![object(detail)],
        enums: vec![
            listed(true, &status),
            Enum {
                integer: true,
                ..listed(true, &["0", "1", "2", "3"])
            },
        ],
        pagination: Some(Pagination {
            items: "Data".to_owned(),
            position: "PageNum".to_owned(),
            size: Some("PageSize".to_owned()),
            default_size: Some(100),
            more: Some("NextPage".to_owned()),
            total: None,
            total_items: None,
            offset: false,
            first_page: 1,
            cursor: None,
        }),
        waiter: Some(Waiter {
            id: None,
            method: String::new(),
            doc: String::new(),
            key: "TaskNo".to_owned(),
            subject: Some("DomainName".to_owned()),
            status: "TaskStatus".to_owned(),
            success: vec!["EXECUTE_SUCCESS".to_owned()],
            failure: vec!["EXECUTE_FAILURE".to_owned()],
            messages: Vec::new(),
        }),
        examples: vec![Example {
            request: Some(
                "http(s)://x/?Action=QueryTask\n&PageNum=1\n&TaskNo=75add-test\n".to_owned(),
            ),
            // A fragment without a root, as pages have it.
            xml: Some(
                "<NextPage>true</NextPage><RequestId>6A-test</RequestId><Data><TaskDetail>\
                 <DomainName>example.com</DomainName><TaskNo>60d6-test</TaskNo>\
                 <TaskStatus>EXECUTE_SUCCESS</TaskStatus>\
                 <TaskType>ORDER_RENEW</TaskType><TryCount>0</TryCount></TaskDetail></Data>"
                    .to_owned(),
            ),
            json: Some(
                r#"{"NextPage": true, "RequestId": "6A-test", "Data": {"TaskDetail":
                {"DomainName": "example.com", "TaskNo": "60d6-test",
                "TaskStatus": "EXECUTE_SUCCESS",
                "TaskType": "ORDER_RENEW", "TryCount": 0}}}"#
                    .to_owned(),
            ),
            ..Example::default()
        }],
        ..action("QueryTask", fields, response)
    }
}

/// Has no example at all.
fn silent() -> Action {
    let response = vec![
        field("RequestId", Type::String),
        Field {
            sample: Some("7".to_owned()),
            ..field("Total", Type::Long)
        },
        field("Free", Type::Boolean),
        Field {
            item: Some("Host".to_owned()),
            ..field("Hosts", Type::List(Box::new(Type::String)))
        },
    ];
    action("Silent", Vec::new(), response)
}

/// Has a broken JSON example and a good XML one.
fn odd() -> Action {
    let response = vec![
        field("RequestId", Type::String),
        field("Total", Type::Long),
        Field {
            item: Some("Host".to_owned()),
            ..field("Hosts", Type::List(Box::new(Type::String)))
        },
    ];
    Action {
        examples: vec![Example {
            xml: Some(
                "<OddResponse><requestid>1-test</requestid><Total>12</Total>\
                 <Hosts><Host>a &amp; b</Host></Hosts></OddResponse>"
                    .to_owned(),
            ),
            json: Some("{\"RequestId\": ".to_owned()),
            ..Example::default()
        }],
        ..action("Odd", Vec::new(), response)
    }
}

fn submits(items: Option<&str>) -> Submits {
    Submits {
        task: "TaskNo".to_owned(),
        watched_by: "QueryTask".to_owned(),
        items: items.map(str::to_owned),
    }
}

fn task_answer() -> Vec<Field> {
    vec![
        field("RequestId", Type::String),
        field("TaskNo", Type::String),
    ]
}

fn action(name: &str, request: Vec<Field>, response: Vec<Field>) -> Action {
    Action {
        name: name.to_owned(),
        request: object(request),
        response: object(response),
        ..Action::default()
    }
}

fn object(fields: Vec<Field>) -> Object {
    Object {
        fields,
        ..Object::default()
    }
}

fn field(name: &str, ty: Type) -> Field {
    Field {
        name: name.to_owned(),
        ident: String::new(),
        doc: String::new(),
        ty,
        location: Location::Query,
        encoding: Encoding::Flattened,
        content_type: None,
        required: false,
        documented_only: false,
        boxed: false,
        numeric: false,
        required_when: None,
        default: None,
        rules: Vec::new(),
        sensitive: false,
        deprecated: None,
        item: None,
        sample: None,
    }
}

fn listed(open: bool, values: &[&str]) -> Enum {
    let value = |text: &&str| EnumValue {
        value: (*text).to_owned(),
        ident: String::new(),
        doc: String::new(),
        deprecated: None,
    };
    Enum {
        rust_name: String::new(),
        doc: String::new(),
        open,
        integer: false,
        values: values.iter().map(value).collect(),
    }
}

fn error(code: &str, status: u16, message: &str) -> ErrorCode {
    ErrorCode {
        code: code.to_owned(),
        ident: String::new(),
        http_status: Some(status),
        message: Some(message.to_owned()),
        outcome: None,
        doc: "What it means.".to_owned(),
    }
}
