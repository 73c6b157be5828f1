//! The meaning of the columns of a table, by their headers.

use super::heading::key;
use super::table::Table;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Column {
    Name,
    Type,
    Required,
    /// `Yes` means that it may be left out.
    Optional,
    Example,
    Description,
    Default,
    /// Values or limits.
    Values,
    Location,
    Code,
    Message,
    Status,
    /// What an error means, beside its message.
    Meaning,
}

/// What a column holds, if its header is known.
pub(super) fn role(header: &str) -> Option<Column> {
    let key = key(header);
    let has = |words: &[&str]| words.iter().any(|word| key.contains(word));
    let is = |words: &[&str]| words.contains(&key.as_str());
    Some(if key.is_empty() {
        return None;
    } else if has(&["http", "状态码", "statuscode"]) || is(&["status"]) {
        Column::Status
    } else if has(&[
        "错误信息",
        "错误消息",
        "错误提示",
        "errormessage",
        "错误描述",
    ]) || is(&["message", "提示信息"])
    {
        Column::Message
    } else if has(&[
        "错误码",
        "错误代码",
        "错误编码",
        "异常码",
        "errorcode",
        "error代码",
    ]) || is(&["code", "代码", "错误", "error"])
    {
        Column::Code
    } else if has(&["语义", "含义", "meaning"]) {
        Column::Meaning
    } else if has(&["可选", "optional"]) && !has(&["必"]) {
        Column::Optional
    } else if has(&[
        "必选",
        "必需",
        "必须",
        "必填",
        "必传",
        "必要",
        "是否必",
        "required",
        "mandatory",
        "requried",
        "require",
    ]) {
        Column::Required
    } else if has(&["默认", "default"]) {
        Column::Default
    } else if has(&["示例", "样例", "样本", "举例", "example", "sample"]) {
        Column::Example
    } else if has(&[
        "取值",
        "限制",
        "约束",
        "validvalue",
        "valuerange",
        "constraint",
    ]) {
        Column::Values
    } else if has(&[
        "描述",
        "说明",
        "备注",
        "解释",
        "介绍",
        "description",
        "remark",
        "decription",
        "note",
        "explanation",
        "descirption",
    ]) {
        Column::Description
    } else if has(&["类型", "type"]) {
        Column::Type
    } else if has(&["位置", "position", "location"]) || is(&["in"]) {
        Column::Location
    } else if has(&[
        "名称",
        "参数",
        "字段",
        "属性",
        "变量",
        "元素",
        "节点",
        "parameter",
        "name",
        "field",
        "attribute",
        "element",
    ]) || is(&["key", "名", "参数名", "member", "成员", "id"])
    {
        Column::Name
    } else {
        return None;
    })
}

/// The columns of a table.
#[derive(Debug, Clone)]
pub(super) struct Columns(Vec<Option<Column>>);

impl Columns {
    pub(super) fn of(table: &Table) -> Self {
        let mut roles: Vec<Option<Column>> =
            table.header.iter().map(|header| role(header)).collect();
        // `错误代码|描述|HTTP状态码|语义`: the first text is the message.
        let has = |roles: &[Option<Column>], column| roles.contains(&Some(column));
        if has(&roles, Column::Code)
            && has(&roles, Column::Meaning)
            && !has(&roles, Column::Message)
        {
            for role in &mut roles {
                if *role == Some(Column::Description) {
                    *role = Some(Column::Message);
                    break;
                }
            }
        }
        // `Name|Parameters|…`: the second one is the type.
        let names: Vec<usize> = (0..roles.len())
            .filter(|at| roles[*at] == Some(Column::Name))
            .collect();
        if names.len() > 1 && !has(&roles, Column::Type) {
            roles[names[1]] = Some(Column::Type);
        }
        // `Name|Type|Required` above sentences.
        if !has(&roles, Column::Description)
            && let Some(at) = roles
                .iter()
                .position(|role| *role == Some(Column::Required))
            && !table.rows.is_empty()
            && table.rows.iter().all(|row| {
                row.cells
                    .get(at)
                    .is_some_and(|cell| cell.trim().chars().count() > 4)
            })
        {
            roles[at] = Some(Column::Description);
        }
        Self(roles)
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.0.contains(&Some(column))
    }

    /// Cells of a column, those with the same header joined.
    pub(super) fn cell(&self, cells: &[String], column: Column) -> String {
        let mut texts = Vec::new();
        for (role, cell) in self.0.iter().zip(cells) {
            if *role == Some(column) && !cell.trim().is_empty() {
                texts.push(cell.as_str());
            }
        }
        texts.join("\n")
    }

    /// Whether the table describes errors.
    pub(super) fn errors(&self) -> bool {
        self.has(Column::Code) && !self.has(Column::Type)
    }

    /// Whether the table describes parameters or fields.
    pub(super) fn fields(&self) -> bool {
        self.has(Column::Name)
            && (self.has(Column::Type)
                || self.has(Column::Required)
                || self.has(Column::Optional)
                || self.has(Column::Description))
            && !self.has(Column::Code)
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, role};

    #[test]
    fn headers_of_all_forms_are_known() {
        for (header, expected) in [
            ("名称", Column::Name),
            ("参数", Column::Name),
            ("Parameter", Column::Name),
            ("ID", Column::Name),
            ("类型", Column::Type),
            ("参数类型", Column::Type),
            ("是否必选", Column::Required),
            ("是否必须", Column::Required),
            ("Required", Column::Required),
            ("是否可选", Column::Optional),
            ("示例值", Column::Example),
            ("Sample value", Column::Example),
            ("描述", Column::Description),
            ("参数说明", Column::Description),
            ("HttpCode", Column::Status),
            ("HTTP 状态码", Column::Status),
            ("错误代码", Column::Code),
            ("Error message", Column::Message),
            ("语义", Column::Meaning),
        ] {
            assert_eq!(role(header), Some(expected), "{header}");
        }
        assert_eq!(role("东京"), None);
    }
}
