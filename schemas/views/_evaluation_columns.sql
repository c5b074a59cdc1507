  coalesce(o.name, '') AS "机构", -- 被评价的机构 | the body evaluated
  coalesce(o.province, '') AS "省", -- 省 | province
  coalesce(o.city, '') AS "市", -- 市（州） | city or prefecture
  coalesce(o.county, '') AS "县", -- 县（市、区） | county
  e.fiscal_year AS "年度", -- 评价年度 | the year evaluated
  coalesce(s.zh, e.scope) AS "范围", -- 部门整体支出、项目支出、专项资金或转移支付 | what is evaluated
  e.project AS "项目", -- 项目名称 | the project's name
