BEGIN TRANSACTION;
CREATE TABLE entities (
	report INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	name TEXT NOT NULL, 
	type VARCHAR NOT NULL, 
	aliases TEXT NOT NULL, 
	PRIMARY KEY (report, number), 
	FOREIGN KEY(report) REFERENCES reports (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "entities" VALUES(1,0,'c81f622aa0e8e86c','丁热线','PROJECT','["本部门"]');
INSERT INTO "entities" VALUES(1,1,'46a5a59acdbd7729','戊行动','INITIATIVE','["本部门"]');
INSERT INTO "entities" VALUES(1,2,'d8037842e9f71b9b','己办法','POLICY','[]');
INSERT INTO "entities" VALUES(1,3,'a7f051a62459e5dd','乙委','REGION','["我局","本部门"]');
INSERT INTO "entities" VALUES(1,4,'d65d588a26c31303','“庚”奖','AWARD','["我局","本部门"]');
INSERT INTO "entities" VALUES(2,0,'a7f051a62459e5dd','乙委','REGION','["区乙委","我局"]');
INSERT INTO "entities" VALUES(2,1,'d8037842e9f71b9b','己办法','POLICY','[]');
INSERT INTO "entities" VALUES(2,2,'e98dfa5db2110d51','丙平台','PLATFORM','["区丙平台","我局","本部门"]');
INSERT INTO "entities" VALUES(2,3,'d65d588a26c31303','“庚”奖','AWARD','["区“庚”奖","我局","本部门"]');
INSERT INTO "entities" VALUES(2,4,'fbf4e1d94c526dd2','辛大会','EVENT','["本部门"]');
INSERT INTO "entities" VALUES(2,5,'46a5a59acdbd7729','戊行动','INITIATIVE','["区戊行动","我局","本部门"]');
CREATE TABLE facts (
	report INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	subject TEXT NOT NULL, 
	subject_id VARCHAR, 
	metric TEXT NOT NULL, 
	metric_id VARCHAR NOT NULL, 
	low VARCHAR NOT NULL, 
	high VARCHAR NOT NULL, 
	unit VARCHAR NOT NULL, 
	op VARCHAR NOT NULL, 
	first DATE, 
	last DATE, 
	kind VARCHAR NOT NULL, 
	direction VARCHAR, 
	confidence FLOAT NOT NULL, 
	also TEXT NOT NULL, 
	conflicts TEXT NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	quote TEXT NOT NULL, 
	section INTEGER NOT NULL, 
	page INTEGER, 
	PRIMARY KEY (report, number), 
	FOREIGN KEY(report) REFERENCES reports (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "facts" VALUES(1,0,'a88689f5e85519ef','花都区12345热线','a7f051a62459e5dd','工单满意率','受理量','-0.0','1E+3','宗','=','2024-03-05','2025-06-21','actual',NULL,5.45144037098238887217e-01,'[[11,14,"%全意","自评报告",null],[10,15,"目%全意工","自评报告",null]]','["c0","c1"]',10,18,'目%全意工
0目',0,NULL);
INSERT INTO "facts" VALUES(1,1,'8434b2829af59ffd','花都区12345热线','d65d588a26c31303','工单满意率','满意率','1E+3','-0.0','宗','~',NULL,NULL,'actual',NULL,7.40558494582475801415e-01,'[]','[]',19,20,'末',1,NULL);
INSERT INTO "facts" VALUES(1,2,'1a5e359d63201e5d','服务对象','c81f622aa0e8e86c','工单满意率','满意率','-0.0','1E+3','元','~','2023-04-12','2025-02-06','target',NULL,3.72997627774218742935e-01,'[]','["c0"]',13,14,'意',0,NULL);
INSERT INTO "facts" VALUES(1,3,'c4c49455198ae2fc','服务对象','a7f051a62459e5dd','工单满意率','满意率','0','93956100.00','名','~','2022-10-29','2023-03-22','budget','up',3.77000747785381951082e-01,'[[12,15,"全意工","自评报告",null]]','[]',8,13,'都）目%全',0,NULL);
INSERT INTO "facts" VALUES(2,0,'007b1d0eeb6f4199','服务对象','d8037842e9f71b9b','工单满意率','受理量','3025300','3025300','%','~',NULL,NULL,'change',NULL,2.4949856642924961303e-01,'[]','["c0","c1"]',9,19,'率20.9率理（算满',1,1);
INSERT INTO "facts" VALUES(2,1,'3c114e34fef44fe9','花都区12345热线','fbf4e1d94c526dd2','工单满意率','受理量','3025300','1.50','人次','=','2024-01-28','2025-11-02','actual',NULL,8.23717846757352711861e-01,'[[16,24,"（算满受4a.区","自评报告 > 绩效 > 目标",1],[26,30,"（%😀9","自评报告 > 绩效 > 目标",null]]','["c0"]',6,8,'27',1,1);
INSERT INTO "facts" VALUES(2,2,'fc4ce0480d705ee3','花都区12345热线','a7f051a62459e5dd','工单满意率','满意率','1.2345E-20','1E+3','人次','=','2023-06-17','2023-12-13','target',NULL,6.04555759325484665112e-02,'[[26,30,"（%😀9","自评报告 > 绩效 > 目标",null]]','[]',1,6,'1：5）（',0,1);
INSERT INTO "facts" VALUES(2,3,'b6d76520ffb76fa1','花都区12345热线',NULL,'工单满意率','受理量','1.50','1E+3','%','~','2023-01-13','2024-07-09','target','down',9.10212452392816895319e-01,'[]','["c0"]',2,32,'：5）（27达率20.9率理（算满受4a.区8　（%😀9%意',0,1);
CREATE TABLE mentions (
	report INTEGER NOT NULL, 
	entity INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	quote TEXT NOT NULL, 
	section INTEGER NOT NULL, 
	page INTEGER, 
	PRIMARY KEY (report, entity, number), 
	FOREIGN KEY(report, entity) REFERENCES entities (report, number) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "mentions" VALUES(1,0,0,0,12,'5：😀，a😀%3都）目%',0,NULL);
INSERT INTO "mentions" VALUES(1,0,1,13,15,'意工',0,NULL);
INSERT INTO "mentions" VALUES(1,1,0,10,15,'目%全意工',0,NULL);
INSERT INTO "mentions" VALUES(1,2,0,10,12,'目%',0,NULL);
INSERT INTO "mentions" VALUES(1,2,1,9,15,'）目%全意工',0,NULL);
INSERT INTO "mentions" VALUES(1,2,2,9,17,'）目%全意工
0',0,NULL);
INSERT INTO "mentions" VALUES(1,3,0,5,6,'😀',0,2);
INSERT INTO "mentions" VALUES(1,3,1,8,9,'都',0,NULL);
INSERT INTO "mentions" VALUES(1,4,0,13,15,'意工',0,NULL);
INSERT INTO "mentions" VALUES(1,4,1,12,13,'全',0,NULL);
INSERT INTO "mentions" VALUES(1,4,2,14,15,'工',0,NULL);
INSERT INTO "mentions" VALUES(2,0,0,6,19,'27达率20.9率理（算满',1,1);
INSERT INTO "mentions" VALUES(2,0,1,6,16,'27达率20.9率理',1,1);
INSERT INTO "mentions" VALUES(2,0,2,24,25,'8',1,NULL);
INSERT INTO "mentions" VALUES(2,1,0,0,14,'11：5）（27达率20.9',0,1);
INSERT INTO "mentions" VALUES(2,1,1,13,15,'9率',1,1);
INSERT INTO "mentions" VALUES(2,1,2,30,32,'%意',1,NULL);
INSERT INTO "mentions" VALUES(2,2,0,17,28,'算满受4a.区8　（%',1,1);
INSERT INTO "mentions" VALUES(2,2,1,5,15,'（27达率20.9率',1,1);
INSERT INTO "mentions" VALUES(2,2,2,21,22,'a',1,NULL);
INSERT INTO "mentions" VALUES(2,3,0,6,7,'2',1,1);
INSERT INTO "mentions" VALUES(2,3,1,3,18,'5）（27达率20.9率理（算',0,1);
INSERT INTO "mentions" VALUES(2,3,2,31,32,'意',1,NULL);
INSERT INTO "mentions" VALUES(2,4,0,12,17,'.9率理（',1,1);
INSERT INTO "mentions" VALUES(2,4,1,26,32,'（%😀9%意',1,NULL);
INSERT INTO "mentions" VALUES(2,4,2,24,25,'8',1,NULL);
INSERT INTO "mentions" VALUES(2,5,0,19,20,'受',1,1);
INSERT INTO "mentions" VALUES(2,5,1,13,19,'9率理（算满',1,1);
CREATE TABLE meta (
	"key" VARCHAR NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('schema','1');
CREATE TABLE names (
	report INTEGER NOT NULL, 
	entity INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	squeezed TEXT NOT NULL, 
	alias BOOLEAN NOT NULL, 
	PRIMARY KEY (report, entity, number), 
	FOREIGN KEY(report, entity) REFERENCES entities (report, number) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "names" VALUES(1,0,0,'本部门',1);
INSERT INTO "names" VALUES(1,0,1,'丁热线',0);
INSERT INTO "names" VALUES(1,1,0,'本部门',1);
INSERT INTO "names" VALUES(1,1,1,'戊行动',0);
INSERT INTO "names" VALUES(1,2,0,'己办法',0);
INSERT INTO "names" VALUES(1,3,0,'我局',1);
INSERT INTO "names" VALUES(1,3,1,'本部门',1);
INSERT INTO "names" VALUES(1,3,2,'乙委',0);
INSERT INTO "names" VALUES(1,4,0,'我局',1);
INSERT INTO "names" VALUES(1,4,1,'本部门',1);
INSERT INTO "names" VALUES(1,4,2,'庚奖',0);
INSERT INTO "names" VALUES(2,0,0,'区乙委',1);
INSERT INTO "names" VALUES(2,0,1,'我局',1);
INSERT INTO "names" VALUES(2,0,2,'乙委',0);
INSERT INTO "names" VALUES(2,1,0,'己办法',0);
INSERT INTO "names" VALUES(2,2,0,'区丙平台',1);
INSERT INTO "names" VALUES(2,2,1,'我局',1);
INSERT INTO "names" VALUES(2,2,2,'本部门',1);
INSERT INTO "names" VALUES(2,2,3,'丙平台',0);
INSERT INTO "names" VALUES(2,3,0,'区庚奖',1);
INSERT INTO "names" VALUES(2,3,1,'我局',1);
INSERT INTO "names" VALUES(2,3,2,'本部门',1);
INSERT INTO "names" VALUES(2,3,3,'庚奖',0);
INSERT INTO "names" VALUES(2,4,0,'本部门',1);
INSERT INTO "names" VALUES(2,4,1,'辛大会',0);
INSERT INTO "names" VALUES(2,5,0,'区戊行动',1);
INSERT INTO "names" VALUES(2,5,1,'我局',1);
INSERT INTO "names" VALUES(2,5,2,'本部门',1);
INSERT INTO "names" VALUES(2,5,3,'戊行动',0);
CREATE TABLE originals (
	sha256 VARCHAR NOT NULL, 
	bytes BLOB NOT NULL, 
	PRIMARY KEY (sha256)
);
INSERT INTO "originals" VALUES('b97cd0c7effbea77fff17dbaf75519d608c9e58263a2102a3075fe4d7c28c4a1',X'35EFBC9AF09F9880EFBC8C61F09F98802533E983BDEFBC89E79BAE25E585A8E6848FE5B7A50A30E79BAE20E69CAB');
INSERT INTO "originals" VALUES('e08f5493fcd93294bcf5fc68f54231f38942463fd45a9dc52f2a8e91f5831fe2',X'3131EFBC9A35EFBC89EFBC883237E8BEBEE78E8732302E39E78E87E79086EFBC88E7AE97E6BBA1E58F9734612EE58CBA38E38080EFBC8825F09F98803925E6848FE69CAB');
CREATE TABLE passages (
	report INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	section INTEGER NOT NULL, 
	context TEXT NOT NULL, 
	PRIMARY KEY (report, number), 
	FOREIGN KEY(report) REFERENCES reports (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "passages" VALUES(1,1,0,20,1,'花都区 2023');
INSERT INTO "passages" VALUES(2,0,0,18,1,'花都区 2023');
INSERT INTO "passages" VALUES(2,1,18,33,1,'花都区 2023');
CREATE TABLE relations (
	report INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	head VARCHAR NOT NULL, 
	rel VARCHAR NOT NULL, 
	tail VARCHAR NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	quote TEXT NOT NULL, 
	section INTEGER NOT NULL, 
	page INTEGER, 
	PRIMARY KEY (report, number), 
	FOREIGN KEY(report) REFERENCES reports (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "relations" VALUES(1,0,'46a5a59acdbd7729','建设','46a5a59acdbd7729',14,17,'工
0',0,NULL);
INSERT INTO "relations" VALUES(2,0,'46a5a59acdbd7729','依据','a7f051a62459e5dd',2,7,'：5）（2',0,1);
INSERT INTO "relations" VALUES(2,1,'d8037842e9f71b9b','覆盖','e98dfa5db2110d51',0,22,'11：5）（27达率20.9率理（算满受4a',0,1);
INSERT INTO "relations" VALUES(2,2,'e98dfa5db2110d51','合作','a7f051a62459e5dd',4,7,'）（2',1,1);
CREATE TABLE reports (
	id INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	fingerprint VARCHAR NOT NULL, 
	format VARCHAR NOT NULL, 
	encoding VARCHAR, 
	title TEXT, 
	kind TEXT, 
	province TEXT, 
	city TEXT, 
	district TEXT, 
	region TEXT, 
	department TEXT, 
	department_names TEXT NOT NULL, 
	year INTEGER, 
	extractors VARCHAR NOT NULL, 
	revision VARCHAR NOT NULL, 
	characters INTEGER NOT NULL, 
	passages INTEGER NOT NULL, 
	entities INTEGER NOT NULL, 
	relations INTEGER NOT NULL, 
	facts INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (source), 
	FOREIGN KEY(sha256) REFERENCES originals (sha256), 
	UNIQUE (fingerprint)
);
INSERT INTO "reports" VALUES(1,'5.txt','b97cd0c7effbea77fff17dbaf75519d608c9e58263a2102a3075fe4d7c28c4a1','a00123ff63b213edc253facf6dfcf25aae67904f585aafd18245a8dc7deb3a3f','txt','utf-8','2023年度甲局部门整体支出绩效自评报告',NULL,'广东省','广州市',NULL,'广州市','甲局','[]',2022,'1','9c95a8619095bac9',20,1,5,1,4);
INSERT INTO "reports" VALUES(2,'11.txt','e08f5493fcd93294bcf5fc68f54231f38942463fd45a9dc52f2a8e91f5831fe2','6c20928bcbbcc751914ccb0251c41a813fe8da6e7444309fd9b07f25e2c94dc5','txt','utf-8','2023年度甲局部门整体支出绩效自评报告',NULL,'广东省','广州市','花都区','花都区','甲局','["花都区甲局","甲局"]',2022,'1','e88b96d52b723b03',33,2,6,3,4);
CREATE TABLE sections (
	report INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	level INTEGER NOT NULL, 
	label TEXT NOT NULL, 
	title TEXT NOT NULL, 
	start INTEGER NOT NULL, 
	body INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	parent INTEGER, 
	path TEXT NOT NULL, 
	PRIMARY KEY (report, number), 
	FOREIGN KEY(report) REFERENCES reports (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "sections" VALUES(1,0,0,'','自评报告',0,0,20,NULL,'["自评报告"]');
INSERT INTO "sections" VALUES(1,1,1,'一、','绩效',18,18,20,0,'["自评报告","绩效 > 目标"]');
INSERT INTO "sections" VALUES(2,0,0,'','自评报告',0,0,33,NULL,'["自评报告"]');
INSERT INTO "sections" VALUES(2,1,1,'一、','绩效',4,5,33,0,'["自评报告","绩效 > 目标"]');
CREATE TABLE texts (
	report INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	runs BLOB NOT NULL, 
	rows BLOB NOT NULL, 
	PRIMARY KEY (report), 
	FOREIGN KEY(report) REFERENCES reports (id) ON DELETE CASCADE
);
INSERT INTO "texts" VALUES(1,'5：😀，a😀%3都）目%全意工
0目 末',X'789C8B8E36D231D55152D231D3C92BCDC989D58936D5B1D0512A484C4FD53752D231D08936D033D431D03346033AA696A67A46163A46A9BA96B1405D163A864620638C4C60E600F98696202163A8D1B10078BF1A1E',X'789C8B8E36D03132D0512ACA2F57D2C92BCDC9898D0500352305DE');
INSERT INTO "texts" VALUES(2,'11：5）（27达率20.9率理（算满受4a.区8　（%😀9%意末',X'789C8B8E36D43132D0512A484C4FD53754D231D08936D033D431D03346033AA696A67A46163A46A9BA96B1B13AD1404D46963A4A4A3A66063A79A53939B1B10084D4117C',X'789C8B8E0500011500B9');
CREATE INDEX ix_reports_sha256 ON reports (sha256);
CREATE INDEX reports_by_scope ON reports (region, year, department);
CREATE INDEX ix_entities_id ON entities (id);
CREATE INDEX ix_relations_tail ON relations (tail);
CREATE INDEX ix_relations_head ON relations (head);
CREATE INDEX ix_facts_metric_id ON facts (metric_id);
CREATE INDEX ix_facts_subject_id ON facts (subject_id);
CREATE INDEX ix_facts_id ON facts (id);
CREATE INDEX ix_names_squeezed ON names (squeezed);
COMMIT;
